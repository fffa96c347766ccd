import type { ReactNode } from 'react';
import { NavLink, useLocation } from 'react-router';

import { NewsMark } from '@/features/notices/NewsMark';
import type { TicketView } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';

import { AcceptBy } from './AcceptBy';
import { useAge } from './age';
import { DeskState, Marks } from './DeskState';
import { Pick } from './Pick';

/** A ticket in a list of the desk: what is needed to choose the next one without opening it. */
export function TicketLine({ ticket, place, action }: { ticket: TicketView; place?: number; action?: ReactNode }) {
  const { dateTime, relative } = useFormat();
  const { search } = useLocation();
  const age = useAge();
  const waits = place !== undefined;
  const since = waits ? ticket.queued_at : ticket.submitted_at;
  return (
    <div className={waits ? 'ticket-line lane-row' : 'ticket-line'}>
      <Pick ticket={ticket} />
      {waits ? <span className="lane-place" aria-hidden>{place}</span> : null}
      <span className="line-what">
        <NavLink to={{ pathname: `/console/tickets/${ticket.ticket_id}`, search }} data-row={ticket.ticket_id} className={({ isActive }) => (isActive ? 'line-title line-open' : 'line-title')}>{ticket.title}</NavLink>
        <NewsMark ticketId={ticket.ticket_id} />
        {waits ? <Marks ticket={ticket} /> : null}
        {ticket.accept_by ? <AcceptBy at={ticket.accept_by} /> : null}
        <span className="line-text">{firstLine(ticket.description)}</span>
      </span>
      <span className="line-who"><span>{ticket.submitter.name}</span> <span className="mono">{ticket.number}</span></span>
      {waits ? null : <span className="line-state"><DeskState ticket={ticket} />{ticket.acceptor ? <span className="line-acceptor">{ticket.acceptor.name}</span> : null}</span>}
      <time className={waits ? `line-age age-${age(since)}` : 'line-age'} dateTime={since} title={dateTime(since)}>{relative(since)}</time>
      {action}
    </div>
  );
}

/** The beginning of what was written. */
function firstLine(text: string): string {
  return text.trimStart().split('\n', 1)[0]?.slice(0, 200) ?? '';
}
