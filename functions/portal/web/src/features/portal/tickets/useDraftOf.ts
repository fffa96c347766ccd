import { useRef, useState } from 'react';

import { api, call } from '@/shared/api/client';

import type { Draft } from './draft';

/** The draft that a form belongs to: the one that it was opened with, or one that is made when a file needs it. */
export function useDraftOf(known: string | undefined, fields: () => Draft, onMade: (draftId: string) => void) {
  const [draftId, setDraftId] = useState(known);
  const making = useRef<Promise<string>>(undefined);
  const target = async (): Promise<string> => {
    if (draftId) return draftId;
    // Two files at once are for one draft.
    making.current ??= make(fields());
    try {
      const made = await making.current;
      setDraftId(made);
      onMade(made);
      return made;
    } catch (error) {
      making.current = undefined;
      throw error;
    }
  };
  /** It was deleted elsewhere: what is typed is a new ticket again. */
  const gone = () => {
    making.current = undefined;
    setDraftId(undefined);
  };
  return { draftId, target, gone };
}

async function make(body: Draft): Promise<string> {
  const draft = await call(api.POST('/api/drafts', { body, params: { header: { 'Idempotency-Key': crypto.randomUUID() } } }));
  return draft.ticket_id;
}
