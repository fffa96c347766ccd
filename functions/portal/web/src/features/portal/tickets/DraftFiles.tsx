import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { Attachments } from '@/features/attachments/Attachments';
import { api, call } from '@/shared/api/client';
import { isProblem } from '@/shared/api/problem';

import { TICKETS } from './queries';

interface Props {
  draftId: string | undefined;
  target: () => Promise<string>;
  /** The draft was deleted elsewhere, and its files with it. */
  onGone: () => void;
}

/** What is attached to a draft (F37). */
export function DraftFiles({ draftId, target, onGone }: Props) {
  const client = useQueryClient();
  const id = draftId ?? '';
  const found = useQuery({
    queryKey: [...TICKETS, 'draft', id],
    queryFn: () => call(api.GET('/api/drafts/{ticket_id}', { params: { path: { ticket_id: id } } })),
    enabled: draftId !== undefined,
  });
  const gone = isProblem(found.error, 'not_found');
  useEffect(() => {
    if (gone) onGone();
  }, [gone, onGone]);
  return <Attachments attachments={found.data?.attachments ?? []} ticketId={draftId} target={target} onChanged={(ticketId) => client.invalidateQueries({ queryKey: [...TICKETS, 'draft', ticketId] })} />;
}
