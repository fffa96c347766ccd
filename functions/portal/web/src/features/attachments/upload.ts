import { api, call } from '@/shared/api/client';
import { ApiError } from '@/shared/api/problem';
import type { AttachmentView, Upload } from '@/shared/api/schema.gen';

/** Sends the body of an upload, and says how much of it went: 0 to 1. `fetch` does not tell. */
export function put({ method, url, headers }: Upload, file: File, told: (part: number) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) {
      // The length is the browser's to say.
      if (name.toLowerCase() !== 'content-length' && name.toLowerCase() !== 'host') request.setRequestHeader(name, value);
    }
    request.upload.onprogress = (event) => told(event.lengthComputable ? event.loaded / event.total : 0);
    request.onload = () => (request.status < 300 ? resolve() : reject(new ApiError(request.status >= 500 ? 'unavailable' : 'not_uploaded', request.status)));
    request.onerror = () => reject(ApiError.offline());
    request.onabort = () => reject(new DOMException('given up', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

/** Attaches a file: names it, uploads it, and has it looked at. What was begun and given up is taken away. */
export async function attach(ticketId: string, file: File, internal: boolean, told: (part: number) => void, signal: AbortSignal): Promise<AttachmentView> {
  const path = { ticket_id: ticketId };
  const { attachment, upload } = await call(api.POST('/api/tickets/{ticket_id}/attachments', { params: { path }, body: { name: file.name, size: file.size, internal } }));
  const one = { ...path, attachment_id: attachment.attachment_id };
  try {
    await put(upload, file, told, signal);
    return await call(api.POST('/api/tickets/{ticket_id}/attachments/{attachment_id}/finish', { params: { path: one } }));
  } catch (error) {
    // It takes one of the places for as long as it is there; what cannot be removed now is swept later.
    await call(api.DELETE('/api/tickets/{ticket_id}/attachments/{attachment_id}', { params: { path: one } })).catch(() => undefined);
    throw error;
  }
}

/** Opens an attachment: a link for a few minutes, under which the browser saves it. */
export async function open(ticketId: string, attachmentId: string): Promise<void> {
  const { url } = await call(api.GET('/api/tickets/{ticket_id}/attachments/{attachment_id}', { params: { path: { ticket_id: ticketId, attachment_id: attachmentId } } }));
  location.assign(url);
}
