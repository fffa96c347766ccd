import type { GetTicketOutput } from '@/shared/api/schema.gen';

import { Accepted } from './Accepted';
import { Completion } from './Completion';
import { Conversation } from './Conversation';
import { QueueProgress } from './QueueProgress';
import { Rating } from './Rating';
import { TicketActions } from './TicketActions';
import { TicketFacts } from './TicketFacts';
import './tickets.css';

/** A ticket as whoever submitted it sees it: what he can do, where it stands, what was said. */
export function TicketBody({ ticket }: { ticket: GetTicketOutput }) {
  return (
    <>
      <TicketActions ticket={ticket} />
      <div className="ticket-grid">
        <div className="ticket-main">
          {ticket.state === 'waiting' ? <QueueProgress ticket={ticket} /> : null}
          <Accepted ticket={ticket} />
          <Completion ticket={ticket} />
          <Rating ticket={ticket} />
          <Conversation ticket={ticket} />
        </div>
        <TicketFacts ticket={ticket} />
      </div>
    </>
  );
}
