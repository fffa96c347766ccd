import { useTranslation } from 'react-i18next';

import type { TicketView } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';

const METHODS = ['sms', 'email', 'portal'] as const;

/** Whose ticket it is, who has it, and how it was completed. */
export function TicketFacts({ ticket }: { ticket: TicketView }) {
  const { t } = useTranslation('console');
  const { dateTime } = useFormat();
  const { submitter, acceptor, completion } = ticket;
  const method = METHODS.find((one) => one === ticket.reply_method);
  return (
    <aside className="panel" aria-labelledby="ticket-facts">
      <h2 id="ticket-facts">{t('desk.facts')}</h2>
      <dl className="facts one">
        <div className="fact"><dt>{t('desk.customer')}</dt><dd>{submitter.name}</dd></div>
        <div className="fact"><dt>{t('desk.submitted')}</dt><dd>{dateTime(ticket.submitted_at)}</dd></div>
        <div className="fact"><dt>{t('desk.replyMethod')}</dt><dd>{method ? t(`replyMethods.${method}`) : ticket.reply_method}</dd></div>
        <div className="fact"><dt>{t('desk.acceptor')}</dt><dd>{acceptor ? `${acceptor.name} · ${dateTime(acceptor.accepted_at)}` : <span className="none">{t('none')}</span>}</dd></div>
        {ticket.urgent ? <div className="fact"><dt>{t('desk.urgent')}</dt><dd>{ticket.urgent.by.name} · {dateTime(ticket.urgent.at)}<p className="quote">{ticket.urgent.reason}</p></dd></div> : null}
        {completion ? <div className="fact"><dt>{t('desk.completed')}</dt><dd>{completion.by.name} · {dateTime(completion.completed_at)}</dd></div> : null}
        {completion?.rating ? <div className="fact"><dt>{t('desk.rating')}</dt><dd>{t('desk.stars', { count: completion.rating.stars })}{completion.rating.comment ? <p className="quote">{completion.rating.comment}</p> : null}</dd></div> : null}
      </dl>
    </aside>
  );
}
