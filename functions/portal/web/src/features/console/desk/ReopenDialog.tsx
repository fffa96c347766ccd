import { Form, Input } from 'antd';
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

interface Fields {
  reason: string;
}

/** Re-opens a completed ticket, for as long as that goes (F9). */
export function ReopenDialog({ ticket, onClose }: { ticket: TicketView; onClose: () => void }) {
  const { t } = useTranslation('console');
  const message = useMessage();
  const [form] = Form.useForm<Fields>();
  const kept = useKept<Fields>(`ticket/${ticket.ticket_id}/reopen`);
  const { failure, show, clear } = useFormFailure(form);
  const reopen = useCommand((body: Fields, header) => call(api.POST('/api/tickets/{ticket_id}/reopen', { params: { path: { ticket_id: ticket.ticket_id }, header }, body })), [TICKETS]);
  const submit = (fields: Fields) => {
    clear();
    reopen.mutate(fields, {
      onError: show,
      onSuccess: () => {
        kept.forget();
        void message.success(t('desk.reopened'));
        onClose();
      },
    });
  };
  return (
    <WritingDialog title={t('desk.reopenOf', { title: ticket.title })} okText={t('desk.reopen')} sending={reopen.isPending} form={form} texts={['reason']} kept={kept} onClose={onClose}>
      <Refusal error={failure} />
      <Form form={form} layout="vertical" requiredMark={false} initialValues={kept.read()} onValuesChange={(_, all) => kept.keep(all)} onFinish={submit}>
        <Form.Item name="reason" label={t('desk.reason')} rules={[{ required: true, whitespace: true, message: t('desk.reasonNeeded') }]}>
          <Input.TextArea rows={3} maxLength={1000} />
        </Form.Item>
      </Form>
    </WritingDialog>
  );
}
