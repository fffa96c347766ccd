import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import { useIdempotencyKey } from '@/shared/api/once';
import type { GetTicketOutput } from '@/shared/api/schema.gen';
import { useKept } from '@/shared/kept';
import { FormAlert } from '@/shared/ui/FormAlert';
import { useFormFailure } from '@/shared/ui/useFormFailure';

import { TICKETS } from './queries';

const MOST = 4_000;

/** Answers a question, or adds something while somebody works on it. Not for who may only read (F12). */
export function AnswerForm({ ticket }: { ticket: GetTicketOutput }) {
  const { t } = useTranslation('portal');
  const client = useQueryClient();
  const [form] = Form.useForm<{ text: string }>();
  const kept = useKept<{ text: string }>(`ticket/${ticket.ticket_id}/answer`);
  const { failure, show, clear } = useFormFailure(form);
  const once = useIdempotencyKey();
  const send = useMutation({
    mutationFn: (body: { text: string }) =>
      call(api.POST('/api/tickets/{ticket_id}/answers', { params: { path: { ticket_id: ticket.ticket_id }, header: once.keyFor(body) }, body })),
    onMutate: clear,
    onError: show,
    onSuccess: async (_, { text }) => {
      once.done();
      // What was typed while it went is another text. Who left the page meanwhile has sent it all the same.
      if (kept.read().text === text) kept.forget();
      if (form.getFieldValue('text') === text) form.setFieldsValue({ text: '' });
      await client.invalidateQueries({ queryKey: TICKETS });
    },
  });
  if (!ticket.actions.includes('answer')) return null;
  const asked = ticket.state === 'awaiting_customer';
  return (
    <Form form={form} layout="vertical" requiredMark={false} className="answer" initialValues={kept.read()} onValuesChange={(_, all) => kept.keep(all)} onFinish={(fields) => send.mutate(fields)}>
      {asked ? <p className="answer-asked">{t('ticket.asked')}</p> : null}
      {failure ? <FormAlert error={failure} /> : null}
      <Form.Item name="text" label={t(asked ? 'ticket.answer' : 'ticket.add')} rules={[{ required: true, whitespace: true, message: t('ticket.answerNeeded') }]} validateTrigger="onSubmit">
        <Input.TextArea className="grows grows-small" rows={3} maxLength={MOST} placeholder={t('ticket.answerHint')} />
      </Form.Item>
      <Button type={asked ? 'primary' : 'default'} htmlType="submit" loading={send.isPending}>{t('ticket.send')}</Button>
    </Form>
  );
}
