import { useTranslation } from 'react-i18next';

const STATES = ['open', 'stopping', 'stopped'] as const;

/** Whether a queue takes tickets. */
export function QueueState({ state }: { state?: string | null }) {
  const { t } = useTranslation('console');
  const known = STATES.find((one) => one === state);
  if (!known) return null;
  return <span className={`mark ${known === 'open' ? 'mark-open' : known === 'stopping' ? 'mark-pending' : ''}`}>{t(`queues.states.${known}`)}</span>;
}
