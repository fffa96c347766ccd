import { useTranslation } from 'react-i18next';

import type { TicketView } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';

/** What was said, oldest first. */
export function Conversation({ ticket }: { ticket: TicketView }) {
  const { t } = useTranslation('portal');
  const { dateTime } = useFormat();
  return (
    <section className="panel" aria-labelledby="conversation">
      <h2 id="conversation">{t('ticket.conversation')}</h2>
      <ol className="talk">
        <li className="talk-own">
          <p className="talk-who"><b>{ticket.submitter.name}</b> <time dateTime={ticket.submitted_at}>{dateTime(ticket.submitted_at)}</time></p>
          <p className="talk-text">{ticket.description}</p>
        </li>
        {ticket.acceptor ? (
          <li className="talk-event">
            {t('ticket.acceptedBy', { name: ticket.acceptor.name })} <time dateTime={ticket.acceptor.accepted_at}>{dateTime(ticket.acceptor.accepted_at)}</time>
          </li>
        ) : null}
      </ol>
    </section>
  );
}
