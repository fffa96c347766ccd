import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import { useIdempotencyKey } from '@/shared/api/once';
import type { TicketView } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';
import { useKept } from '@/shared/kept';
import { FormAlert } from '@/shared/ui/FormAlert';
import { useFormFailure } from '@/shared/ui/useFormFailure';
import { useMessage } from '@/shared/ui/useMessage';
import { WritingDialog } from '@/shared/ui/WritingDialog';

import { TICKETS } from './queries';

const MOST = 1_000;

interface Fields {
  reason: string;
}

/** Opens a completed ticket again, for seven days (decision 7). */
export function Reopen({ ticket, until }: { ticket: TicketView; until: string }) {
  const { t } = useTranslation('portal');
  const { date } = useFormat();
  const [open, setOpen] = useState(false);
  return (
    <>
      <p className="completion-reopen"><Button onClick={() => setOpen(true)}>{t('reopen.open')}</Button> {t('reopen.until', { date: date(until) })}</p>
      {open ? <ReopenDialog ticket={ticket} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function ReopenDialog({ ticket, onClose }: { ticket: TicketView; onClose: () => void }) {
  const { t } = useTranslation('portal');
  const message = useMessage();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const kept = useKept<Fields>(`ticket/${ticket.ticket_id}/reopen`);
  const { failure, show, clear } = useFormFailure(form);
  const once = useIdempotencyKey();
  const reopen = useMutation({
    mutationFn: (body: Fields) =>
      call(api.POST('/api/tickets/{ticket_id}/reopen', { params: { path: { ticket_id: ticket.ticket_id }, header: once.keyFor(body) }, body })),
    onMutate: clear,
    onError: show,
    onSuccess: async () => {
      once.done();
      kept.forget();
      onClose();
      void message.success(t('reopen.done'));
      await client.invalidateQueries({ queryKey: TICKETS });
    },
  });
  return (
    <WritingDialog title={t('reopen.open')} okText={t('reopen.send')} sending={reopen.isPending} form={form} texts={['reason']} kept={kept} onClose={onClose}>
      {failure ? <FormAlert error={failure} /> : null}
      <Form form={form} layout="vertical" requiredMark={false} initialValues={kept.read()} onValuesChange={(_, all) => kept.keep(all)} onFinish={(fields) => reopen.mutate(fields)}>
        <Form.Item name="reason" label={t('reopen.reason')} rules={[{ required: true, whitespace: true, message: t('reopen.needed') }]}>
          <Input.TextArea className="grows grows-small" rows={3} maxLength={MOST} />
        </Form.Item>
      </Form>
    </WritingDialog>
  );
}
