import { useMemo } from 'react';

import type { DraftView } from '@/shared/api/schema.gen';
import { store, stored } from '@/shared/stored';

/** A ticket that is being written. */
export interface Draft {
  queue_id?: string;
  title?: string;
  description?: string;
  reply_method?: string;
}

/** Keeps what one identity types in this browser until it is sent or saved: another identity never sees it. */
export function useTyped(identityId: string): { read: () => Draft; keep: (draft: Draft) => void; forget: () => void } {
  return useMemo(() => {
    const key = `foyer.draft.${identityId}`;
    return {
      read: () => parsed(stored(key)),
      keep: (draft: Draft) => store(key, JSON.stringify(draft)),
      forget: () => store(key, null),
    };
  }, [identityId]);
}

function parsed(text: string | null): Draft {
  try {
    return text ? (JSON.parse(text) as Draft) : {};
  } catch {
    return {};
  }
}

/** The fields of a saved draft. */
export function fieldsOf(saved: DraftView): Draft {
  const { queue_id, title, description, reply_method } = saved;
  return { queue_id: queue_id ?? undefined, title: title ?? undefined, description: description ?? undefined, reply_method: reply_method ?? undefined };
}

/** Without what is blank: a draft may lack anything, and an empty text is none. */
export function filled(draft: Draft): Draft {
  return Object.fromEntries(Object.entries(draft).filter(([, value]: [string, unknown]) => typeof value === 'string' && value.trim() !== ''));
}
