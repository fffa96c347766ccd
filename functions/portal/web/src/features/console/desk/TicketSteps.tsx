import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { TicketView } from '@/shared/api/schema.gen';
import { useAccount } from '@/shared/session/useMe';
import { useMessage } from '@/shared/ui/useMessage';

import { useRefusalText } from '../common/refusal';
import { CompleteDialog } from './CompleteDialog';
import { ReopenDialog } from './ReopenDialog';
import { TransferDialog } from './TransferDialog';
import { UrgentButton, UrgentDialog } from './Urgent';
import { useAccept } from './Waiting';

/** The steps that the ticket's state has. */
export function TicketSteps({ ticket }: { ticket: TicketView }) {
  const { t } = useTranslation('console');
  const me = useAccount();
  const message = useMessage();
  const text = useRefusalText();
  const [dialog, setDialog] = useState<'transfer' | 'complete' | 'reopen' | 'urgent'>();
  const accept = useAccept(ticket.ticket_id);
  const close = () => setDialog(undefined);
  const take = () => accept.mutate({}, { onSuccess: () => void message.success(t('desk.accepted')), onError: (error) => void message.warning(text(error)) });
  const working = ticket.state === 'in_progress' || ticket.state === 'awaiting_customer';
  const mine = ticket.acceptor?.identity_id === me.active_identity?.identity_id;
  return (
    <>
      {ticket.state === 'waiting' ? <Button type="primary" loading={accept.isPending} onClick={take}>{t('desk.accept')}</Button> : null}
      {ticket.state === 'waiting' ? <UrgentButton ticket={ticket} onMark={() => setDialog('urgent')} /> : null}
      {ticket.state === 'waiting' || working ? <Button onClick={() => setDialog('transfer')}>{t('desk.transfer')}</Button> : null}
      {working && mine ? <Button type="primary" onClick={() => setDialog('complete')}>{t('desk.complete')}</Button> : null}
      {ticket.completion?.reopen_until ? <Button onClick={() => setDialog('reopen')}>{t('desk.reopen')}</Button> : null}
      {dialog === 'transfer' ? <TransferDialog ticket={ticket} onClose={close} /> : null}
      {dialog === 'complete' ? <CompleteDialog ticket={ticket} onClose={close} /> : null}
      {dialog === 'urgent' ? <UrgentDialog ticket={ticket} onClose={close} /> : null}
      {dialog === 'reopen' ? <ReopenDialog ticket={ticket} onClose={close} /> : null}
    </>
  );
}
