import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Form, Input, Radio, Select } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api, call } from '@/shared/api/client';
import { useIdempotencyKey } from '@/shared/api/once';
import type { DraftView, TicketView } from '@/shared/api/schema.gen';
import { useKept } from '@/shared/kept';
import { useAccount } from '@/shared/session/useMe';
import { useFormat } from '@/shared/format/useFormat';
import { FormAlert } from '@/shared/ui/FormAlert';
import { useFormFailure } from '@/shared/ui/useFormFailure';
import { useMessage } from '@/shared/ui/useMessage';

import { usePortal } from '../usePortal';
import { type Draft, fieldsOf, filled, methodsOf, type Typed } from './draft';
import { DraftFiles } from './DraftFiles';
import { queues, TICKETS } from './queries';
import { useDraftOf } from './useDraftOf';
import './tickets.css';

const MOST_TITLE = 120;
const MOST_DESCRIPTION = 4_000;

type Whole = Required<Draft>;

/**
 * The form of a new ticket, or of a draft (S001-9, S001-10, S001-13). What is typed is kept on this device until it is
 * sent, files too: with the first it becomes a draft, since files belong to one.
 */
export function NewTicketDrawer({ open, draft, onClose }: { open: boolean; draft: DraftView | null; onClose: () => void }) {
  const { t } = useTranslation(['portal', 'common']);
  const message = useMessage();
  const me = useAccount();
  const { base } = usePortal();
  // Drafts, and with them files before it is sent, are for customers.
  const drafts = me.landing === 'portal';
  const [form] = Form.useForm<Draft>();
  const { failure, show, clear } = useFormFailure(form);
  const kept = useKept<Typed>(draft ? `draft/${draft.ticket_id}` : 'new-ticket');
  const known = useQuery({ ...queues(), enabled: open });
  const client = useQueryClient();
  const navigate = useNavigate();
  const once = useIdempotencyKey();
  const keep = (typed: Draft, id: string | undefined) => kept.keep({ ...filled(typed), draft_id: id });
  const { draftId, target, gone } = useDraftOf(draft?.ticket_id ?? kept.read().draft_id, () => filled(form.getFieldsValue()), (made) => keep(form.getFieldsValue(), made));
  const methods = methodsOf(me.account);
  const queueId = Form.useWatch('queue_id', form);
  const { range } = useFormat();
  const only = known.data?.length === 1 ? known.data[0]?.queue_id : undefined;
  useEffect(() => {
    if (open && only && !form.getFieldValue('queue_id')) form.setFieldValue('queue_id', only);
  }, [open, only, form]);
  const settle = async () => {
    once.done();
    kept.forget();
    await client.invalidateQueries({ queryKey: TICKETS });
    onClose();
  };
  const submit = useMutation({
    mutationFn: async (body: Whole): Promise<TicketView> => {
      if (!draftId) return call(api.POST('/api/tickets', { body, params: { header: once.keyFor(body) } }));
      const path = { ticket_id: draftId };
      await call(api.PATCH('/api/drafts/{ticket_id}', { params: { path }, body }));
      return call(api.POST('/api/drafts/{ticket_id}/submit', { params: { path, header: once.keyFor(body) } }));
    },
    onMutate: clear,
    onError: show,
    onSuccess: async (ticket) => {
      await settle();
      void message.success(t('new.sent'));
      await navigate(`${base}/tickets/${ticket.ticket_id}`);
    },
  });
  const save = useMutation({
    mutationFn: (body: Draft) =>
      draftId
        ? call(api.PATCH('/api/drafts/{ticket_id}', { params: { path: { ticket_id: draftId } }, body }))
        : call(api.POST('/api/drafts', { body, params: { header: once.keyFor(body) } })),
    onMutate: clear,
    onError: show,
    onSuccess: async () => {
      await settle();
      void message.success(t('new.saved'));
    },
  });
  const options = known.data?.map(({ queue_id, name, about }) => ({ value: queue_id, label: name, about }));
  const chosen = known.data?.find(({ queue_id }) => queue_id === queueId);
  return (
    <Drawer
      open={open}
      onClose={onClose}
      size="min(560px, 100vw)"
      title={t(draft ? 'new.draft' : 'newTicket')}
      destroyOnHidden
      footer={
        <div className="drawer-foot">
          <span className="drawer-note">{t('new.kept')}</span>
          {drafts ? <Button loading={save.isPending} onClick={() => save.mutate(filled(form.getFieldsValue()))}>{t('new.save')}</Button> : null}
          <Button type="primary" loading={submit.isPending} onClick={() => form.submit()}>{t('new.submit')}</Button>
        </div>
      }
    >
      <p className="as-company">{t('new.as')} <b>{me.active_identity.tenant_name}</b><span>{me.account.name}</span></p>
      {failure || known.error ? <FormAlert error={failure ?? known.error} /> : null}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        preserve={false}
        initialValues={{ reply_method: methods[0], ...(draft ? fieldsOf(draft) : {}), ...kept.read() }}
        onValuesChange={(_, all) => keep(all, draftId)}
        onFinish={(fields) => submit.mutate(fields as Whole)}
      >
        <Form.Item name="queue_id" label={t('new.queue')} extra={chosen ? <Wait about={chosen.about} range={chosen.expected ? range(chosen.expected.earliest, chosen.expected.latest) : null} /> : null} rules={[{ required: true, message: t('new.queueNeeded') }]}>
          <Select options={options} loading={known.isPending} placeholder={t('new.queueHint')} optionRender={({ data }) => <span className="queue-option">{data.label}{data.about ? <span>{data.about}</span> : null}</span>} />
        </Form.Item>
        <Form.Item name="title" label={t('new.title')} rules={[{ required: true, whitespace: true, message: t('new.titleNeeded') }]}>
          <Input maxLength={MOST_TITLE} placeholder={t('new.titleHint')} />
        </Form.Item>
        <Form.Item name="description" label={t('new.description')} rules={[{ required: true, whitespace: true, message: t('new.descriptionNeeded') }]}>
          <Input.TextArea className="grows" maxLength={MOST_DESCRIPTION} rows={6} showCount placeholder={t('new.descriptionHint')} />
        </Form.Item>
        <Form.Item name="reply_method" label={t('new.replyMethod')} extra={t('new.replyMethodHint')}>
          <Radio.Group options={methods.map((value) => ({ value, label: t(`replyMethods.${value}`) }))} />
        </Form.Item>
      </Form>
      <h2 className="drawer-part">{t('common:attachments.title')}</h2>
      {drafts ? <DraftFiles draftId={draftId} target={target} onGone={gone} /> : <p className="drawer-note">{t('new.filesLater')}</p>}
    </Drawer>
  );
}

/** What the chosen topic is for, and when a ticket that is submitted now is expected to be accepted. */
function Wait({ about, range }: { about: string | null | undefined; range: string | null }) {
  const { t } = useTranslation('portal');
  return <span role="status">{[about, range ? t('new.expected', { range }) : null].filter(Boolean).join(' · ')}</span>;
}
