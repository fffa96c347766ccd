import { RightOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { NewsMark } from '@/features/notices/NewsMark';
import type { TicketView } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';
import { useAccount } from '@/shared/session/useMe';
import { StateTag } from '@/shared/ui/StateTag';

import { usePortal } from '../usePortal';
import { Progress } from './Progress';

/** A ticket in a list; all of it leads to the ticket (S001-16). One that was shared says whose it is (S001-12). */
export function TicketRow({ ticket }: { ticket: TicketView }) {
  const { relative } = useFormat();
  const { base } = usePortal();
  const { t } = useTranslation('portal');
  const me = useAccount().active_identity.identity_id;
  return (
    <Link to={`${base}/tickets/${ticket.ticket_id}`} className="ticket-row">
      <span className="ticket-row-text">
        <span className="ticket-row-title">{ticket.title} <NewsMark ticketId={ticket.ticket_id} /></span>
        <span className="ticket-row-more"><span translate="no">{ticket.number}</span><span>{ticket.queue.name}</span>{ticket.submitter.identity_id === me ? null : <span>{t('tickets.of', { name: ticket.submitter.name })}</span>}<time dateTime={ticket.submitted_at}>{relative(ticket.submitted_at)}</time></span>
        <Progress ticket={ticket} />
      </span>
      <StateTag state={ticket.state} />
      <RightOutlined aria-hidden className="ticket-row-go" />
    </Link>
  );
}
