import { useTranslation } from 'react-i18next';

import type { TicketView } from '@/shared/api/schema.gen';
import { StateTag } from '@/shared/ui/StateTag';

/** The state of a ticket as staff say it, and that its customer urged. */
export function DeskState({ ticket }: { ticket: TicketView }) {
  const { t } = useTranslation('console');
  return (
    <span className="desk-state">
      {ticket.state === 'awaiting_customer' ? <span className="state state-awaiting_customer">{t('desk.awaiting')}</span> : <StateTag state={ticket.state} />}
      <Marks ticket={ticket} />
    </span>
  );
}

const TARGETS = ['first_response', 'completion'] as const;

/** What is to be known before the ticket is opened: it is urgent 加急, its customer urged 催单, a target was missed 超时. */
export function Marks({ ticket }: { ticket: TicketView }) {
  const { t } = useTranslation('console');
  const missed = TARGETS.filter((target) => ticket.missed_targets?.includes(target));
  return (
    <>
      {ticket.urgent ? <span className="urgent" title={ticket.urgent.reason}>{t('desk.urgent')}</span> : null}
      {ticket.urged && ticket.state === 'waiting' ? <span className="urged">{t('desk.urged', { count: ticket.urged.times })}</span> : null}
      {missed.map((target) => <span key={target} className="missed">{t(`desk.missed.${target}`)}</span>)}
    </>
  );
}
