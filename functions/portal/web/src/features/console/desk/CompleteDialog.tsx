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
  handling_reply: string;
  acceptance_information?: string;
}

/** Completes the ticket with a handling reply 处理回复 and acceptance information 受理信息 (S001-20). */
export function CompleteDialog({ ticket, onClose }: { ticket: TicketView; onClose: () => void }) {
  const { t } = useTranslation('console');
  const message = useMessage();
  const [form] = Form.useForm<Fields>();
  const kept = useKept<Fields>(`ticket/${ticket.ticket_id}/complete`);
  const { failure, show, clear } = useFormFailure(form);
  const complete = useCommand((body: Fields, header) => call(api.POST('/api/tickets/{ticket_id}/complete', { params: { path: { ticket_id: ticket.ticket_id }, header }, body })), [TICKETS]);
  const submit = ({ handling_reply, acceptance_information }: Fields) => {
    clear();
    complete.mutate({ handling_reply, acceptance_information: acceptance_information?.trim() || undefined }, {
      onError: show,
      onSuccess: () => {
        kept.forget();
        void message.success(t('desk.completedNow'));
        onClose();
      },
    });
  };
  return (
    <WritingDialog title={t('desk.completeOf', { title: ticket.title })} okText={t('desk.complete')} sending={complete.isPending} form={form} texts={['handling_reply', 'acceptance_information']} kept={kept} onClose={onClose}>
      <Refusal error={failure} />
      <p className="dialog-lead">{t('desk.completeLead')}</p>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={kept.read()} onValuesChange={(_, all) => kept.keep(all)} onFinish={submit}>
        <Form.Item name="handling_reply" label={t('desk.handlingReply')} rules={[{ required: true, whitespace: true, message: t('desk.replyNeeded') }]}>
          <Input.TextArea rows={4} maxLength={4000} placeholder={t('desk.handlingHint')} />
        </Form.Item>
        <Form.Item name="acceptance_information" label={t('desk.information')} extra={t('desk.informationHint')}>
          <Input.TextArea rows={2} maxLength={4000} />
        </Form.Item>
      </Form>
    </WritingDialog>
  );
}
