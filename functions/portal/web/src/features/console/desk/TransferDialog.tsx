import { Form } from 'antd';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import type { TicketView } from '@/shared/api/schema.gen';
import { useKept } from '@/shared/kept';
import { useFormFailure } from '@/shared/ui/useFormFailure';
import { useMessage } from '@/shared/ui/useMessage';
import { WritingDialog } from '@/shared/ui/WritingDialog';

import { Refusal } from '../common/refusal';
import { useCommand } from '../common/useCommand';
import { TICKETS } from './queries';
import { transferBody, TransferFields, type TransferValues } from './TransferFields';

/** Hands the ticket to another agent or queue, with the reason. */
export function TransferDialog({ ticket, onClose }: { ticket: TicketView; onClose: () => void }) {
  const { t } = useTranslation('console');
  const message = useMessage();
  const [form] = Form.useForm<TransferValues>();
  const kept = useKept<TransferValues>(`ticket/${ticket.ticket_id}/transfer`);
  const { failure, show, clear } = useFormFailure(form);
  const transfer = useCommand((body: ReturnType<typeof transferBody>, header) => call(api.POST('/api/tickets/{ticket_id}/transfer', { params: { path: { ticket_id: ticket.ticket_id }, header }, body })), [TICKETS]);
  const submit = (values: TransferValues) => {
    clear();
    transfer.mutate(transferBody(values), {
      onError: show,
      onSuccess: () => {
        kept.forget();
        void message.success(t('desk.transferred'));
        onClose();
      },
    });
  };
  return (
    <WritingDialog title={t('desk.transferOf', { title: ticket.title })} okText={t('desk.transfer')} sending={transfer.isPending} form={form} texts={['reason']} kept={kept} onClose={onClose}>
      <Refusal error={failure} />
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ to: 'agent', ...kept.read() }} onValuesChange={(_, all) => kept.keep(all)} onFinish={submit}>
        <TransferFields except={{ agent: ticket.acceptor?.identity_id, queue_id: ticket.queue.queue_id }} />
      </Form>
    </WritingDialog>
  );
}
