import { useQuery, useQueryClient } from '@tanstack/react-query';

import { Attachments } from '@/features/attachments/Attachments';
import { api, call } from '@/shared/api/client';
import type { DraftView } from '@/shared/api/schema.gen';

import { TICKETS } from './queries';

/** What is attached to a draft (F37). */
export function DraftFiles({ draft, target }: { draft: DraftView | null; target: () => Promise<string> }) {
  const client = useQueryClient();
  const id = draft?.ticket_id ?? '';
  const found = useQuery({
    queryKey: [...TICKETS, 'draft', id],
    queryFn: () => call(api.GET('/api/drafts/{ticket_id}', { params: { path: { ticket_id: id } } })),
    enabled: draft !== null,
  });
  return <Attachments attachments={found.data?.attachments ?? []} ticketId={draft?.ticket_id} target={target} onChanged={(ticketId) => client.invalidateQueries({ queryKey: [...TICKETS, 'draft', ticketId] })} />;
}
