import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { GetTicketOutput } from '@/shared/api/schema.gen';
import { useMessage } from '@/shared/ui/useMessage';

import { useRefusalText } from '../common/refusal';
import { useKeys } from '../common/useKeys';
import { type Command, useCommands } from '../search/commands';
import { CompleteDialog } from './CompleteDialog';
import { ReopenDialog } from './ReopenDialog';
import { TransferDialog } from './TransferDialog';
import { UrgentButton, UrgentDialog } from './Urgent';
import { useAccept } from './Waiting';

/** The steps that the caller can take with the ticket now. */
export function TicketSteps({ ticket }: { ticket: GetTicketOutput }) {
  const { t } = useTranslation('console');
  const message = useMessage();
  const text = useRefusalText();
  const [dialog, setDialog] = useState<'transfer' | 'complete' | 'reopen' | 'urgent'>();
  const accept = useAccept(ticket.ticket_id);
  const close = () => setDialog(undefined);
  const take = () => accept.mutate({}, { onSuccess: () => void message.success(t('desk.accepted')), onError: (error) => void message.warning(text(error)) });
  const may = (...actions: string[]) => actions.some((action) => ticket.actions.includes(action));
  const commands: Command[] = [
    ...(may('accept') ? [{ key: 'accept', label: t('desk.accept'), shortcut: 'a', run: take }] : []),
    ...(may('transfer') ? [{ key: 'transfer', label: t('desk.transfer'), shortcut: 't', run: () => setDialog('transfer') }] : []),
    ...(may('complete') ? [{ key: 'complete', label: t('desk.complete'), shortcut: 'c', run: () => setDialog('complete') }] : []),
    ...(may('mark_urgent') ? [{ key: 'urgent', label: t('desk.mark'), run: () => setDialog('urgent') }] : []),
    ...(may('reopen') && ticket.completion?.reopen_until ? [{ key: 'reopen', label: t('desk.reopen'), run: () => setDialog('reopen') }] : []),
  ];
  useCommands(commands);
  useKeys(Object.fromEntries(commands.flatMap(({ shortcut, run }) => (shortcut ? [[shortcut, run]] : []))));
  return (
    <>
      {may('accept') ? <Button type="primary" loading={accept.isPending} onClick={take}>{t('desk.accept')}</Button> : null}
      {may('mark_urgent', 'unmark_urgent') ? <UrgentButton ticket={ticket} onMark={() => setDialog('urgent')} /> : null}
      {may('transfer') ? <Button onClick={() => setDialog('transfer')}>{t('desk.transfer')}</Button> : null}
      {may('complete') ? <Button type="primary" onClick={() => setDialog('complete')}>{t('desk.complete')}</Button> : null}
      {may('reopen') && ticket.completion?.reopen_until ? <Button onClick={() => setDialog('reopen')}>{t('desk.reopen')}</Button> : null}
      {dialog === 'transfer' ? <TransferDialog ticket={ticket} onClose={close} /> : null}
      {dialog === 'complete' ? <CompleteDialog ticket={ticket} onClose={close} /> : null}
      {dialog === 'urgent' ? <UrgentDialog ticket={ticket} onClose={close} /> : null}
      {dialog === 'reopen' ? <ReopenDialog ticket={ticket} onClose={close} /> : null}
    </>
  );
}
