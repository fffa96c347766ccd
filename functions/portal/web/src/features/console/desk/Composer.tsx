import { Button, Form, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import type { GetTicketOutput } from '@/shared/api/schema.gen';
import { useFormFailure } from '@/shared/ui/useFormFailure';
import { useMessage } from '@/shared/ui/useMessage';

import { Refusal } from '../common/refusal';
import { type Once, useCommand } from '../common/useCommand';
import { TICKETS } from './queries';

const MODES = ['reply', 'ask', 'note'] as const;

type Mode = (typeof MODES)[number];

const MOST = 4_000;

/** Replies to the customer, asks him, or notes something for colleagues. Only who has the ticket speaks to the customer. */
export function Composer({ ticket }: { ticket: GetTicketOutput }) {
  const { t } = useTranslation('console');
  const modes = MODES.filter((one) => ticket.actions.includes(one));
  const [chosen, setMode] = useState<Mode>('reply');
  const mode = modes.includes(chosen) ? chosen : modes[0];
  if (!mode) return null;
  return (
    <section className={`panel composer composer-${mode}`} aria-labelledby="composer">
      <h2 id="composer" className="visually-hidden">{t('desk.compose')}</h2>
      {modes.length > 1 ? <Segmented aria-label={t('desk.compose')} value={mode} onChange={setMode} options={modes.map((value) => ({ value, label: t(`desk.modes.${value}`) }))} /> : <p className="composer-mode">{t(`desk.modes.${mode}`)}</p>}
      <ComposerForm key={mode} ticket={ticket} mode={mode} />
    </section>
  );
}

function ComposerForm({ ticket, mode }: { ticket: GetTicketOutput; mode: Mode }) {
  const { t } = useTranslation('console');
  const message = useMessage();
  const [form] = Form.useForm<{ text: string }>();
  const { failure, show, clear } = useFormFailure(form);
  const send = useCommand((body: { text: string }, header) => say(mode, ticket.ticket_id, body, header), [TICKETS]);
  const submit = (fields: { text: string }) => {
    clear();
    send.mutate(fields, {
      onError: show,
      onSuccess: () => {
        form.resetFields();
        void message.success(t(`desk.sent.${mode}`));
      },
    });
  };
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={submit}>
      <Refusal error={failure} />
      <Form.Item name="text" label={<span className="visually-hidden">{t(`desk.modes.${mode}`)}</span>} rules={[{ required: true, whitespace: true, message: t('desk.textNeeded') }]}>
        <Input.TextArea rows={4} maxLength={MOST} placeholder={t(`desk.hints.${mode}`)} />
      </Form.Item>
      <div className="composer-foot">
        <span className="note">{t(`desk.notes.${mode}`, { method: t(`replyMethods.${ticket.reply_method as 'sms'}`) })}</span>
        <Button type="primary" htmlType="submit" loading={send.isPending}>{t(`desk.send.${mode}`)}</Button>
      </div>
    </Form>
  );
}

function say(mode: Mode, ticketId: string, body: { text: string }, header: Once) {
  const params = { path: { ticket_id: ticketId }, header };
  if (mode === 'reply') return call(api.POST('/api/tickets/{ticket_id}/replies', { params, body }));
  if (mode === 'ask') return call(api.POST('/api/tickets/{ticket_id}/questions', { params, body }));
  return call(api.POST('/api/tickets/{ticket_id}/notes', { params, body }));
}
