import { Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import type { TicketView } from '@/shared/api/schema.gen';
import { useFormFailure } from '@/shared/ui/useFormFailure';
import { useMessage } from '@/shared/ui/useMessage';

import { Refusal } from '../common/refusal';
import { useCommand } from '../common/useCommand';
import { TICKETS } from './queries';

interface Fields {
  reason: string;
}

/** Re-opens a completed ticket, for as long as that goes (F9). */
export function ReopenDialog({ ticket, onClose }: { ticket: TicketView; onClose: () => void }) {
  const { t } = useTranslation('console');
  const message = useMessage();
  const [form] = Form.useForm<Fields>();
  const { failure, show, clear } = useFormFailure(form);
  const reopen = useCommand((body: Fields, header) => call(api.POST('/api/tickets/{ticket_id}/reopen', { params: { path: { ticket_id: ticket.ticket_id }, header }, body })), [TICKETS]);
  const submit = (fields: Fields) => {
    clear();
    reopen.mutate(fields, {
      onError: show,
      onSuccess: () => {
        void message.success(t('desk.reopened'));
        onClose();
      },
    });
  };
  return (
    <Modal open title={t('desk.reopenOf', { title: ticket.title })} okText={t('desk.reopen')} confirmLoading={reopen.isPending} onOk={() => form.submit()} onCancel={onClose}>
      <Refusal error={failure} />
      <Form form={form} layout="vertical" requiredMark={false} onFinish={submit}>
        <Form.Item name="reason" label={t('desk.reason')} rules={[{ required: true, whitespace: true, message: t('desk.reasonNeeded') }]}>
          <Input.TextArea rows={3} maxLength={1000} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
