import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import { ME } from '@/shared/api/query';
import { noteSession, useAccount } from '@/shared/session/useMe';
import { FormAlert } from '@/shared/ui/FormAlert';
import { useFormFailure } from '@/shared/ui/useFormFailure';
import { useMessage } from '@/shared/ui/useMessage';
import { Resend } from '@/shared/ui/Resend';

/** What an account is reached at. */
type Kind = 'phone' | 'email';

const KINDS: Kind[] = ['phone', 'email'];

interface Asked {
  address: string;
  password: string;
}

/** Phone and email, each changed with a code that goes to the new one (S004-15). Those of staff the enterprise gives. */
export function Addresses() {
  const { t } = useTranslation('me');
  const me = useAccount();
  const [changing, setChanging] = useState<Kind>();
  const own = me.identities.every(({ kind }) => kind === 'external');
  return (
    <section className="panel" aria-labelledby="me-addresses">
      <h2 id="me-addresses">{t('addresses.title')}</h2>
      <ul className="me-list">
        {KINDS.map((kind) => (
          <li key={kind}>
            <span className="device-text"><b>{t(`addresses.${kind}`)}</b><span>{me.account[kind] ?? t('addresses.none')}</span></span>
            {own ? <Button onClick={() => setChanging(kind)} aria-label={t(me.account[kind] ? 'addresses.changeOf' : 'addresses.bindOf', { what: t(`addresses.${kind}`) })}>{t(me.account[kind] ? 'addresses.change' : 'addresses.bind')}</Button> : null}
          </li>
        ))}
      </ul>
      <p className="me-note">{t(own ? 'addresses.hint' : 'addresses.staff')}</p>
      <Modal open={changing !== undefined} title={changing ? t(me.account[changing] ? 'addresses.changeOf' : 'addresses.bindOf', { what: t(`addresses.${changing}`) }) : null} footer={null} onCancel={() => setChanging(undefined)} destroyOnHidden>
        {changing ? <Change kind={changing} onDone={() => setChanging(undefined)} /> : null}
      </Modal>
    </section>
  );
}

function Change({ kind, onDone }: { kind: Kind; onDone: () => void }) {
  const [asked, setAsked] = useState<Asked>();
  if (asked) return <Confirm asked={asked} onBack={() => setAsked(undefined)} onDone={onDone} />;
  return <Ask kind={kind} onAsked={setAsked} />;
}

function useAsk() {
  return (body: Asked) => call(api.POST('/api/me/address-changes', { body }));
}

function Ask({ kind, onAsked }: { kind: Kind; onAsked: (asked: Asked) => void }) {
  const { t } = useTranslation(['me', 'common']);
  const [form] = Form.useForm<Asked>();
  const { failure, show, clear } = useFormFailure(form);
  const send = useAsk();
  const ask = useMutation({
    mutationFn: send,
    onMutate: clear,
    onError: show,
    onSuccess: (_, asked) => onAsked(asked),
  });
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={({ address, password }) => ask.mutate({ address: address.trim(), password })}>
      {failure ? <FormAlert error={failure} /> : null}
      <Form.Item name="address" label={t(`addresses.new_${kind}`)} extra={t(`addresses.hint_${kind}`)} rules={[{ required: true, whitespace: true, message: t('addresses.needed') }]}>
        <Input type={kind === 'phone' ? 'tel' : 'email'} autoComplete={kind === 'phone' ? 'tel' : 'email'} />
      </Form.Item>
      <Form.Item name="password" label={t('common:factor.password')} extra={t('common:factor.passwordHint')} rules={[{ required: true, message: t('common:factor.passwordNeeded') }]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={ask.isPending}>{t('addresses.send')}</Button>
    </Form>
  );
}

function Confirm({ asked, onBack, onDone }: { asked: Asked; onBack: () => void; onDone: () => void }) {
  const { t } = useTranslation(['me', 'common']);
  const message = useMessage();
  const client = useQueryClient();
  const [form] = Form.useForm<{ code: string }>();
  const { failure, show, clear } = useFormFailure(form);
  const send = useAsk();
  const confirm = useMutation({
    mutationFn: ({ code }: { code: string }) => call(api.POST('/api/me/address-changes/confirm', { body: { code: code.trim() } })),
    onMutate: clear,
    onError: show,
    onSuccess: async (session) => {
      noteSession(client, session);
      await client.invalidateQueries({ queryKey: ME });
      await client.invalidateQueries({ queryKey: ['sessions'] });
      void message.success(t('addresses.changed'));
      onDone();
    },
  });
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={(fields) => confirm.mutate(fields)}>
      <p>{t('addresses.sent', { address: asked.address })}</p>
      {failure ? <FormAlert error={failure} /> : null}
      <Form.Item name="code" label={t('common:factor.code')} rules={[{ required: true, whitespace: true, message: t('common:factor.codeNeeded') }]}>
        <Input inputMode="numeric" autoComplete="one-time-code" maxLength={12} />
      </Form.Item>
      <Resend send={() => send(asked)} onError={show} />
      <div className="me-actions">
        <Button onClick={onBack}>{t('common:back')}</Button>
        <Button type="primary" htmlType="submit" loading={confirm.isPending}>{t('common:factor.confirm')}</Button>
      </div>
    </Form>
  );
}
