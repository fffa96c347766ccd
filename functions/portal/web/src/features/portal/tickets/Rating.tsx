import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import type { RatingView, TicketView } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';
import { useAccount } from '@/shared/session/useMe';
import { useKept } from '@/shared/kept';
import { FormAlert } from '@/shared/ui/FormAlert';
import { useFormFailure } from '@/shared/ui/useFormFailure';
import { useMessage } from '@/shared/ui/useMessage';

import { TICKETS } from './queries';
import { StarsInput } from './StarsInput';

const MOST = 1_000;

interface Fields {
  stars: number;
  comment?: string;
}

/** What the customer thinks of it: given once, to be changed for seven days (S001-21, F13). */
export function Rating({ ticket }: { ticket: TicketView }) {
  const { t } = useTranslation('portal');
  const me = useAccount();
  const [editing, setEditing] = useState(false);
  const given = ticket.completion?.rating ?? null;
  const own = ticket.submitter.identity_id === me.active_identity.identity_id;
  if (!ticket.completion || (!given && (!own || ticket.state !== 'completed'))) return null;
  return (
    <section className="panel" aria-labelledby="rating">
      <h2 id="rating">{t(given ? 'rating.given' : 'rating.ask')}</h2>
      {given && !editing ? <Given given={given} own={own} onEdit={() => setEditing(true)} /> : <RateForm ticket={ticket} given={given} onDone={() => setEditing(false)} />}
    </section>
  );
}

function Given({ given, own, onEdit }: { given: RatingView; own: boolean; onEdit: () => void }) {
  const { t } = useTranslation(['portal', 'common']);
  const { date } = useFormat();
  const [now] = useState(() => Date.now());
  const editable = own && new Date(given.editable_until).getTime() > now;
  return (
    <>
      <p className="rating-stars"><span aria-hidden>{'★'.repeat(given.stars)}<span className="rating-rest">{'★'.repeat(5 - given.stars)}</span></span> {t('common:stars', { count: given.stars })}</p>
      {given.comment ? <p className="completion-reply">{given.comment}</p> : null}
      {editable ? <p className="rating-edit"><Button size="small" onClick={onEdit}>{t('rating.change')}</Button> {t('rating.until', { date: date(given.editable_until) })}</p> : null}
    </>
  );
}

function RateForm({ ticket, given, onDone }: { ticket: TicketView; given: RatingView | null; onDone: () => void }) {
  const { t } = useTranslation('portal');
  const message = useMessage();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const kept = useKept<Fields>(`ticket/${ticket.ticket_id}/rating`);
  const { failure, show, clear } = useFormFailure(form);
  const rate = useMutation({
    mutationFn: ({ stars, comment }: Fields) =>
      call(api.PUT('/api/tickets/{ticket_id}/rating', { params: { path: { ticket_id: ticket.ticket_id } }, body: { stars, comment: comment?.trim() || undefined } })),
    onMutate: clear,
    onError: show,
    onSuccess: async () => {
      kept.forget();
      void message.success(t('rating.thanks'));
      await client.invalidateQueries({ queryKey: TICKETS });
      onDone();
    },
  });
  return (
    <Form form={form} layout="vertical" requiredMark={false} initialValues={{ stars: given?.stars, comment: given?.comment ?? '', ...kept.read() }} onValuesChange={(_, all) => kept.keep(all)} onFinish={(fields) => rate.mutate(fields)}>
      {failure ? <FormAlert error={failure} /> : null}
      <Form.Item name="stars" rules={[{ required: true, type: 'number', min: 1, message: t('rating.needed') }]}>
        <StarsInput label={t('rating.stars')} />
      </Form.Item>
      <Form.Item name="comment" label={t('rating.comment')}>
        <Input.TextArea className="grows grows-small" rows={2} maxLength={MOST} placeholder={t('rating.hint')} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={rate.isPending}>{t('rating.send')}</Button>
    </Form>
  );
}
