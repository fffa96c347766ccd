import { useTranslation } from 'react-i18next';

import type { TicketView } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';

/** How far an open ticket is, in a line: its place and when it is expected to be accepted, or who works on it. */
export function Progress({ ticket: { state, place, acceptor } }: { ticket: TicketView }) {
  const { t } = useTranslation('portal');
  const { range } = useFormat();
  if (state === 'in_progress' && acceptor) return <span className="ticket-row-progress">{t('tickets.acceptedBy', { name: acceptor.name })}</span>;
  if (!place) return null;
  const { position, expected } = place;
  const parts = [t('tickets.place', { position }), expected ? t('tickets.expected', { range: range(expected.earliest, expected.latest) }) : null];
  return <span className="ticket-row-progress">{parts.filter(Boolean).join(' · ')}</span>;
}
