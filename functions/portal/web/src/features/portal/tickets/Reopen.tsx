import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import { useIdempotencyKey } from '@/shared/api/once';
import type { TicketView } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';
import { FormAlert } from '@/shared/ui/FormAlert';
import { useFormFailure } from '@/shared/ui/useFormFailure';
import { useMessage } from '@/shared/ui/useMessage';

import { TICKETS } from './queries';

const MOST = 1_000;

/** Opens a completed ticket again, for seven days (decision 7). */
export function Reopen({ ticket, until }: { ticket: TicketView; until: string }) {
  const { t } = useTranslation('portal');
  const message = useMessage();
  const { date } = useFormat();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<{ reason: string }>();
  const { failure, show, clear } = useFormFailure(form);
  const once = useIdempotencyKey();
  const reopen = useMutation({
    mutationFn: (body: { reason: string }) =>
      call(api.POST('/api/tickets/{ticket_id}/reopen', { params: { path: { ticket_id: ticket.ticket_id }, header: once.keyFor(body) }, body })),
    onMutate: clear,
    onError: show,
    onSuccess: async () => {
      once.done();
      setOpen(false);
      void message.success(t('reopen.done'));
      await client.invalidateQueries({ queryKey: TICKETS });
    },
  });
  return (
    <>
      <p className="completion-reopen"><Button onClick={() => setOpen(true)}>{t('reopen.open')}</Button> {t('reopen.until', { date: date(until) })}</p>
      <Modal
        open={open}
        title={t('reopen.open')}
        okText={t('reopen.send')}
        onOk={() => form.submit()}
        okButtonProps={{ loading: reopen.isPending }}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        {failure ? <FormAlert error={failure} /> : null}
        <Form form={form} layout="vertical" requiredMark={false} onFinish={(fields) => reopen.mutate(fields)}>
          <Form.Item name="reason" label={t('reopen.reason')} rules={[{ required: true, whitespace: true, message: t('reopen.needed') }]}>
            <Input.TextArea className="grows grows-small" rows={3} maxLength={MOST} />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}
