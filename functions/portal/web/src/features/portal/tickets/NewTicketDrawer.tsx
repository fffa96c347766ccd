import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Form, Input, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api, call } from '@/shared/api/client';
import { useIdempotencyKey } from '@/shared/api/once';
import { useAccount } from '@/shared/session/useMe';
import { FormAlert } from '@/shared/ui/FormAlert';
import { useMessage } from '@/shared/ui/useMessage';
import { useFormFailure } from '@/shared/ui/useFormFailure';

import { type Draft, useDraft } from './draft';
import { queues, TICKETS } from './queries';
import './tickets.css';

const MOST_TITLE = 120;
const MOST_DESCRIPTION = 4_000;
const METHODS = ['sms', 'email', 'portal'] as const;

/** The form of a new ticket (S001-9, S001-10). What is typed is kept until it is sent. */
export function NewTicketDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('portal');
  const message = useMessage();
  const me = useAccount();
  const [form] = Form.useForm<Draft>();
  const { failure, show, clear } = useFormFailure(form);
  const draft = useDraft(me.active_identity.identity_id);
  const known = useQuery({ ...queues(), enabled: open });
  const client = useQueryClient();
  const navigate = useNavigate();
  const once = useIdempotencyKey();
  const submit = useMutation({
    mutationFn: (body: Draft) => call(api.POST('/api/tickets', { body, headers: once.keyFor(body) })),
    onMutate: clear,
    onError: show,
    onSuccess: async (ticket) => {
      once.done();
      draft.forget();
      form.resetFields();
      await client.invalidateQueries({ queryKey: TICKETS });
      onClose();
      void message.success(t('new.sent'));
      await navigate(`/tickets/${ticket.ticket_id}`);
    },
  });
  const options = known.data?.map(({ queue_id, name }) => ({ value: queue_id, label: name }));
  return (
    <Drawer
      open={open}
      onClose={onClose}
      size="min(560px, 100vw)"
      title={t('newTicket')}
      footer={
        <div className="drawer-foot">
          <span className="drawer-note">{t('new.kept')}</span>
          <Button type="primary" loading={submit.isPending} onClick={() => form.submit()}>{t('new.submit')}</Button>
        </div>
      }
    >
      <p className="as-company">{t('new.as')} <b>{me.active_identity.tenant_name}</b><span>{me.account.name}</span></p>
      {failure || known.error ? <FormAlert error={failure ?? known.error} /> : null}
      <Form
        form={form}
        layout="vertical"
        initialValues={{ reply_method: 'portal', ...draft.kept }}
        onValuesChange={(_, all: Draft) => draft.keep(all)}
        onFinish={(fields) => submit.mutate(fields)}
      >
        <Form.Item name="queue_id" label={t('new.queue')} rules={[{ required: true, message: t('new.queueNeeded') }]}>
          <Select options={options} loading={known.isPending} placeholder={t('new.queueHint')} />
        </Form.Item>
        <Form.Item name="title" label={t('new.title')} rules={[{ required: true, whitespace: true, message: t('new.titleNeeded') }]}>
          <Input maxLength={MOST_TITLE} placeholder={t('new.titleHint')} />
        </Form.Item>
        <Form.Item name="description" label={t('new.description')} rules={[{ required: true, whitespace: true, message: t('new.descriptionNeeded') }]}>
          <Input.TextArea className="grows" maxLength={MOST_DESCRIPTION} rows={6} showCount placeholder={t('new.descriptionHint')} />
        </Form.Item>
        <Form.Item name="reply_method" label={t('new.replyMethod')} extra={t('new.replyMethodHint')}>
          <Radio.Group options={METHODS.map((value) => ({ value, label: t(`replyMethods.${value}`) }))} />
        </Form.Item>
      </Form>
    </Drawer>
  );
}
