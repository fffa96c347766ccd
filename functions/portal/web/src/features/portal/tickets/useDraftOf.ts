import { useRef, useState } from 'react';

import { api, call } from '@/shared/api/client';
import type { DraftView } from '@/shared/api/schema.gen';

import type { Draft } from './draft';

/** The draft that a form belongs to: the one that it was opened with, or one that is made when a file needs it. */
export function useDraftOf(draft: DraftView | null, fields: () => Draft, onMade: () => void) {
  const [made, setMade] = useState<DraftView | null>(null);
  const making = useRef<Promise<DraftView>>(undefined);
  const saved = draft ?? made;
  const target = async (): Promise<string> => {
    if (saved) return saved.ticket_id;
    // Two files at once are for one draft.
    making.current ??= call(api.POST('/api/drafts', { body: fields(), params: { header: { 'Idempotency-Key': crypto.randomUUID() } } }));
    try {
      const one = await making.current;
      setMade(one);
      onMade();
      return one.ticket_id;
    } catch (error) {
      making.current = undefined;
      throw error;
    }
  };
  return { saved, made, target };
}
