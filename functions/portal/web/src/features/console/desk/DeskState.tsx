import { useTranslation } from 'react-i18next';

import type { TicketView } from '@/shared/api/schema.gen';
import { StateTag } from '@/shared/ui/StateTag';

/** The state of a ticket as staff say it, and what they should see of it at once. */
export function DeskState({ ticket }: { ticket: TicketView }) {
  const { t } = useTranslation('console');
  return (
    <span className="desk-state">
      {ticket.state === 'awaiting_customer' ? <span className="state state-awaiting_customer">{t('desk.awaiting')}</span> : <StateTag state={ticket.state} />}
      <Marks ticket={ticket} />
    </span>
  );
}

/** That a ticket is urgent 加急, that its customer urged while it waits 催单, and that it is late. */
export function Marks({ ticket }: { ticket: TicketView }) {
  const { t } = useTranslation('console');
  return (
    <>
      {ticket.urgent ? <span className="urged" title={ticket.urgent.reason}>{t('desk.urgent')}</span> : null}
      {ticket.urged && ticket.state === 'waiting' ? <span className="urged">{t('desk.urged', { count: ticket.urged.times })}</span> : null}
      {ticket.missed_targets?.length ? <span className="urged">{t('desk.late')}</span> : null}
    </>
  );
}
