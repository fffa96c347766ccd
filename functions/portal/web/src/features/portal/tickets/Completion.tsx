import { useTranslation } from 'react-i18next';

import type { TicketView } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';
import { useAccount } from '@/shared/session/useMe';
import { Linked } from '@/shared/ui/Linked';

import { Reopen } from './Reopen';

/** How it was completed: the handling reply first, it is what the customer waited for (S001-20). */
export function Completion({ ticket }: { ticket: TicketView }) {
  const { t } = useTranslation('portal');
  const { dateTime } = useFormat();
  const me = useAccount();
  const own = ticket.submitter.identity_id === me.active_identity.identity_id;
  const done = ticket.completion;
  if (!done) return null;
  return (
    <section className="panel completion" aria-labelledby="completion">
      <h2 id="completion">{t('completion.title')}</h2>
      <p className="completion-reply"><Linked text={done.handling_reply} /></p>
      {done.acceptance_information ? (
        <>
          <h3>{t('completion.information')}</h3>
          <p className="completion-reply"><Linked text={done.acceptance_information} /></p>
        </>
      ) : null}
      {own && ticket.state === 'completed' && done.reopen_until ? <Reopen ticket={ticket} until={done.reopen_until} /> : null}
      <p className="completion-by">{t('completion.by', { name: done.by.name })} · <time dateTime={done.completed_at}>{dateTime(done.completed_at)}</time></p>
    </section>
  );
}
