import { useTranslation } from 'react-i18next';

import type { TicketView } from '@/shared/api/schema.gen';
import { StateTag } from '@/shared/ui/StateTag';

/** The state of a ticket as staff say it, and that its customer urged. */
export function DeskState({ ticket }: { ticket: TicketView }) {
  const { t } = useTranslation('console');
  return (
    <span className="desk-state">
      {ticket.state === 'awaiting_customer' ? <span className="state state-awaiting_customer">{t('desk.awaiting')}</span> : <StateTag state={ticket.state} />}
      <Urged ticket={ticket} />
    </span>
  );
}

/** That the customer of a waiting ticket urged 催单, and how often. */
export function Urged({ ticket }: { ticket: TicketView }) {
  const { t } = useTranslation('console');
  if (!ticket.urged || ticket.state !== 'waiting') return null;
  return <span className="urged">{t('desk.urged', { count: ticket.urged.times })}</span>;
}
