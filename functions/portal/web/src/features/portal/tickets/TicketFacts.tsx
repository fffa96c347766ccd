import { useTranslation } from 'react-i18next';

import type { TicketView } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';
import { useAccount } from '@/shared/session/useMe';

import { ReplyMethod } from './ReplyMethod';

/** Who has it and how the answer comes (S001-19, S001-20). */
export function TicketFacts({ ticket }: { ticket: TicketView }) {
  const { t, i18n } = useTranslation('portal');
  const { dateTime } = useFormat();
  const me = useAccount();
  const own = ticket.submitter.identity_id === me.active_identity.identity_id;
  const open = !['withdrawn', 'closed'].includes(ticket.state);
  const method = `replyMethods.${ticket.reply_method}`;
  return (
    <aside className="panel ticket-facts" aria-labelledby="facts">
      <h2 id="facts">{t('ticket.facts')}</h2>
      <dl>
        <dt>{t('ticket.number')}</dt>
        <dd>{ticket.number}</dd>
        <dt>{t('ticket.queue')}</dt>
        <dd>{ticket.queue.name}</dd>
        <dt>{t('ticket.replyMethod')}</dt>
        <dd>{own && open ? <ReplyMethod ticket={ticket} /> : i18n.exists(method, { ns: 'portal' }) ? i18n.t(method, { ns: 'portal', defaultValue: '' }) : ticket.reply_method}</dd>
        <dt>{t('ticket.acceptor')}</dt>
        <dd>{ticket.acceptor?.name ?? t(ticket.state === 'waiting' ? 'ticket.nobodyYet' : 'ticket.nobody')}</dd>
        {ticket.acceptor ? (
          <>
            <dt>{t('ticket.acceptedAt')}</dt>
            <dd>{dateTime(ticket.acceptor.accepted_at)}</dd>
          </>
        ) : null}
      </dl>
    </aside>
  );
}
