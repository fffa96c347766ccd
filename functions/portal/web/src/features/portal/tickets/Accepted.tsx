import { useTranslation } from 'react-i18next';

import type { TicketView } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';

/** That somebody works on it, and who: where the place in the queue stood (S001-19). */
export function Accepted({ ticket: { state, acceptor } }: { ticket: TicketView }) {
  const { t } = useTranslation('portal');
  const { moment } = useFormat();
  const open = state === 'in_progress' || state === 'awaiting_customer';
  return (
    <div role="status">
      {open && acceptor ? <p className="panel accepted"><b>{t('ticket.acceptedBy', { name: acceptor.name })}</b> <time dateTime={acceptor.accepted_at}>{moment(acceptor.accepted_at)}</time></p> : null}
    </div>
  );
}
