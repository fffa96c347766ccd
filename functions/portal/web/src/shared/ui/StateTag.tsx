import { useTranslation } from 'react-i18next';

import './state-tag.css';

/** The states that have a colour and a name of their own; a state that is not known is shown as it is called. */
export const STATES = ['draft', 'waiting', 'in_progress', 'awaiting_customer', 'completed', 'withdrawn', 'closed'] as const;

type State = (typeof STATES)[number];

/** The state of a ticket (decision 7), in words and in a colour. */
export function StateTag({ state }: { state: string }) {
  const { t } = useTranslation();
  const known = STATES.find((one): one is State => one === state);
  return <span className={`state state-${known ?? 'closed'}`}>{known ? t(`states.${known}`) : state}</span>;
}
