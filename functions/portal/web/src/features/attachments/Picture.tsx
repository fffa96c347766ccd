import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import type { AttachmentView } from '@/shared/api/schema.gen';

/** What every browser shows. */
const SHOWN = /^image\/(png|jpeg|gif|webp)$/;
/** What is longer is opened by who wants to see it, in bytes. */
const LONGEST = 5 * 1024 * 1024;
/** A link is good for some minutes; it is asked for anew before that, in milliseconds. */
const FRESH = 2 * 60_000;

/** Whether a file is a picture that is shown in place. */
export function isShown({ media_type, size }: AttachmentView): boolean {
  return SHOWN.test(media_type) && size <= LONGEST;
}

/** A picture that is attached to a ticket, small. */
export function Picture({ one, ticketId }: { one: AttachmentView; ticketId: string }) {
  const { t } = useTranslation();
  const path = { ticket_id: ticketId, attachment_id: one.attachment_id };
  const link = useQuery({
    queryKey: ['attachment', one.attachment_id],
    queryFn: () => call(api.GET('/api/tickets/{ticket_id}/attachments/{attachment_id}', { params: { path } })),
    staleTime: FRESH,
    refetchOnWindowFocus: false,
  });
  if (link.isError) return null;
  return <span className="picture">{link.data ? <img src={link.data.url} alt={t('attachments.picture', { name: one.name })} loading="lazy" /> : null}</span>;
}
