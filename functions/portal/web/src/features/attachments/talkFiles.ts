import type { AttachmentView, TimelineEntry } from '@/shared/api/schema.gen';

/** What stands in a conversation: an entry of the timeline, or a file. */
export type Piece = { key: string; at: string; entry: TimelineEntry; file?: undefined } | { key: string; at: string; file: AttachmentView; entry?: undefined };

/** The timeline with the files in it, each where it was added; what came at the same time keeps its order. */
export function withFiles(entries: readonly TimelineEntry[], files: readonly AttachmentView[]): Piece[] {
  const said = entries.map((entry): Piece => ({ key: String(entry.seq), at: entry.at, entry }));
  const added = files.flatMap((file): Piece[] => (file.added_at ? [{ key: file.attachment_id, at: file.added_at, file }] : []));
  return [...said, ...added].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}
