import { useMemo } from 'react';

import { store, stored } from '@/shared/stored';

/** A ticket that is being written. */
export interface Draft {
  queue_id: string;
  title: string;
  description: string;
  reply_method: string;
}

/** Keeps what one identity types in this browser: another identity never sees it. */
export function useDraft(identityId: string): { kept: Partial<Draft>; keep: (draft: Draft) => void; forget: () => void } {
  return useMemo(() => {
    const key = `foyer.draft.${identityId}`;
    return {
      kept: read(stored(key)),
      keep: (draft: Draft) => store(key, JSON.stringify(draft)),
      forget: () => store(key, null),
    };
  }, [identityId]);
}

function read(text: string | null): Partial<Draft> {
  try {
    return text ? (JSON.parse(text) as Partial<Draft>) : {};
  } catch {
    return {};
  }
}
