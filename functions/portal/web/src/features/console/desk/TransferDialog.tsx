import { useQuery } from '@tanstack/react-query';
import { Form, Input, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import type { TicketView } from '@/shared/api/schema.gen';
import { useKept } from '@/shared/kept';
import { useFormFailure } from '@/shared/ui/useFormFailure';
import { useMessage } from '@/shared/ui/useMessage';
import { WritingDialog } from '@/shared/ui/WritingDialog';

import { staffList } from '../common/queries';
import { Refusal } from '../common/refusal';
import { useCommand } from '../common/useCommand';
import { queueList, TICKETS } from './queries';

interface Fields {
  to: 'agent' | 'queue';
  agent?: string;
  queue_id?: string;
  reason: string;
}

type Body = Pick<Fields, 'agent' | 'queue_id' | 'reason'>;

/** Hands the ticket to another agent or queue, with the reason. */
export function TransferDialog({ ticket, onClose }: { ticket: TicketView; onClose: () => void }) {
  const { t } = useTranslation('console');
  const message = useMessage();
  const [form] = Form.useForm<Fields>();
  const to = Form.useWatch('to', form) ?? 'agent';
  const kept = useKept<Fields>(`ticket/${ticket.ticket_id}/transfer`);
  const { failure, show, clear } = useFormFailure(form);
  const staff = useQuery(staffList());
  const queues = useQuery(queueList());
  const transfer = useCommand((body: Body, header) => call(api.POST('/api/tickets/{ticket_id}/transfer', { params: { path: { ticket_id: ticket.ticket_id }, header }, body })), [TICKETS]);
  const submit = ({ agent, queue_id, reason }: Fields) => {
    clear();
    transfer.mutate(to === 'agent' ? { agent, reason } : { queue_id, reason }, {
      onError: show,
      onSuccess: () => {
        kept.forget();
        void message.success(t('desk.transferred'));
        onClose();
      },
    });
  };
  const agents = staff.data?.filter((one) => one.state === 'active' && one.identity_id !== ticket.acceptor?.identity_id);
  const others = queues.data?.filter((one) => one.queue_id !== ticket.queue.queue_id);
  return (
    <WritingDialog title={t('desk.transferOf', { title: ticket.title })} okText={t('desk.transfer')} sending={transfer.isPending} form={form} texts={['reason']} kept={kept} onClose={onClose}>
      <Refusal error={failure} />
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ to: 'agent', ...kept.read() }} onValuesChange={(_, all) => kept.keep(all)} onFinish={submit}>
        <Form.Item name="to" label={t('desk.transferTo')}>
          <Radio.Group options={[{ value: 'agent', label: t('desk.toAgent') }, { value: 'queue', label: t('desk.toQueue') }]} />
        </Form.Item>
        {to === 'agent' ? (
          <Form.Item name="agent" label={t('desk.agent')} extra={t('desk.agentHint')} rules={[{ required: true, message: t('desk.agentNeeded') }]}>
            <Select showSearch={{ optionFilterProp: 'label' }} loading={staff.isPending} placeholder={t('partyForm.choose')} options={agents?.map((one) => ({ value: one.identity_id, label: one.name }))} />
          </Form.Item>
        ) : (
          <Form.Item name="queue_id" label={t('desk.queue')} rules={[{ required: true, message: t('desk.queueNeeded') }]}>
            <Select showSearch={{ optionFilterProp: 'label' }} loading={queues.isPending} placeholder={t('partyForm.choose')} options={others?.map((one) => ({ value: one.queue_id, label: one.name }))} />
          </Form.Item>
        )}
        <Form.Item name="reason" label={t('desk.reason')} rules={[{ required: true, whitespace: true, message: t('desk.reasonNeeded') }]}>
          <Input.TextArea rows={3} maxLength={1000} />
        </Form.Item>
      </Form>
    </WritingDialog>
  );
}
