import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import type { TicketView } from '@/shared/api/schema.gen';
import { useKept } from '@/shared/kept';
import { useFormFailure } from '@/shared/ui/useFormFailure';
import { useMessage } from '@/shared/ui/useMessage';
import { WritingDialog } from '@/shared/ui/WritingDialog';

import { Refusal, useRefusalText } from '../common/refusal';
import { TICKETS } from './queries';

const MOST = 1_000;

/** Marks a waiting ticket as urgent 加急, or takes that back. */
export function UrgentButton({ ticket, onMark }: { ticket: TicketView; onMark: () => void }) {
  const { t } = useTranslation('console');
  const message = useMessage();
  const text = useRefusalText();
  const client = useQueryClient();
  const unmark = useMutation({
    mutationFn: () => call(api.DELETE('/api/tickets/{ticket_id}/urgent', { params: { path: { ticket_id: ticket.ticket_id } } })),
    onSuccess: () => void message.success(t('desk.notUrgentNow')),
    onError: (error) => void message.warning(text(error)),
    onSettled: () => client.invalidateQueries({ queryKey: TICKETS }),
  });
  if (ticket.urgent) return <Button loading={unmark.isPending} onClick={() => unmark.mutate()}>{t('desk.unmark')}</Button>;
  return <Button onClick={onMark}>{t('desk.mark')}</Button>;
}

/** Says why it is urgent; it goes ahead of what is not. */
export function UrgentDialog({ ticket, onClose }: { ticket: TicketView; onClose: () => void }) {
  const { t } = useTranslation('console');
  const message = useMessage();
  const client = useQueryClient();
  const [form] = Form.useForm<{ reason: string }>();
  const kept = useKept<{ reason: string }>(`ticket/${ticket.ticket_id}/urgent`);
  const { failure, show, clear } = useFormFailure(form);
  const mark = useMutation({
    mutationFn: (body: { reason: string }) => call(api.PUT('/api/tickets/{ticket_id}/urgent', { params: { path: { ticket_id: ticket.ticket_id } }, body })),
    onMutate: clear,
    onError: show,
    onSuccess: () => {
      kept.forget();
      void message.success(t('desk.urgentNow'));
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: TICKETS }),
  });
  return (
    <WritingDialog title={t('desk.markOf', { title: ticket.title })} okText={t('desk.mark')} sending={mark.isPending} form={form} texts={['reason']} kept={kept} onClose={onClose}>
      <Refusal error={failure} />
      <p className="dialog-lead">{t('desk.markLead')}</p>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={kept.read()} onValuesChange={(_, all) => kept.keep(all)} onFinish={(fields) => mark.mutate(fields)}>
        <Form.Item name="reason" label={t('desk.reason')} rules={[{ required: true, whitespace: true, message: t('desk.reasonNeeded') }]}>
          <Input.TextArea rows={3} maxLength={MOST} />
        </Form.Item>
      </Form>
    </WritingDialog>
  );
}
