import type { DraftView } from '@/shared/api/schema.gen';

import { type Method, METHODS } from './queries';

/** A ticket that is being written. */
export interface Draft {
  queue_id?: string;
  title?: string;
  description?: string;
  reply_method?: string;
}

/** What is typed in the form of a new ticket, and the draft that it became, if it has a file. */
export interface Typed extends Draft {
  draft_id?: string;
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

/** The methods by which news can reach somebody, the one that he sees soonest first; on the page it always can. */
export function methodsOf({ phone, email }: { phone?: string | null; email?: string | null }): Method[] {
  return METHODS.filter((one) => one === 'portal' || (one === 'sms' ? phone : email));
}
