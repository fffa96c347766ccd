import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import type { BeginSecondFactorOutput, ConfirmSecondFactorOutput } from '@/shared/api/schema.gen';
import { FormAlert } from '@/shared/ui/FormAlert';
import { useFormFailure } from '@/shared/ui/useFormFailure';

import { RecoveryCodes } from './RecoveryCodes';
import { noteSession } from './useMe';
import './second-factor.css';

/** Sets up an authenticator: the password, the code to scan, a code of it, and the codes to recover with (F26). */
export function EnrolSecondFactor({ onDone }: { onDone?: () => void }) {
  const client = useQueryClient();
  const [begun, setBegun] = useState<BeginSecondFactorOutput | null>(null);
  const [done, setDone] = useState<ConfirmSecondFactorOutput | null>(null);
  const finish = () => {
    // Only now: the session that follows leads away from here, and the codes are shown once.
    if (done) noteSession(client, done.session);
    void client.invalidateQueries({ queryKey: ['second-factor'] });
    onDone?.();
  };
  if (done) return <RecoveryCodes codes={done.recovery_codes} onKept={finish} />;
  if (begun) return <Scan begun={begun} onConfirmed={setDone} />;
  return <Password onBegun={setBegun} />;
}

function Password({ onBegun }: { onBegun: (begun: BeginSecondFactorOutput) => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ password: string }>();
  const { failure, show, clear } = useFormFailure(form);
  const begin = useMutation({
    mutationFn: (password: string) => call(api.POST('/api/me/second-factor', { body: { password } })),
    onMutate: clear,
    onError: show,
    onSuccess: onBegun,
  });
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={({ password }) => begin.mutate(password)}>
      {failure ? <FormAlert error={failure} /> : null}
      <Form.Item name="password" label={t('factor.password')} extra={t('factor.passwordHint')} rules={[{ required: true, message: t('factor.passwordNeeded') }]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={begin.isPending}>{t('factor.begin')}</Button>
    </Form>
  );
}

function Scan({ begun, onConfirmed }: { begun: BeginSecondFactorOutput; onConfirmed: (done: ConfirmSecondFactorOutput) => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ code: string }>();
  const { failure, show, clear } = useFormFailure(form);
  const confirm = useMutation({
    mutationFn: (code: string) => call(api.POST('/api/me/second-factor/confirm', { body: { code } })),
    onMutate: clear,
    onError: show,
    onSuccess: onConfirmed,
  });
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={({ code }) => confirm.mutate(code.replace(/\s/g, ''))}>
      {failure ? <FormAlert error={failure} /> : null}
      <p className="factor-lead">{t('factor.scan')}</p>
      <img className="factor-qr" alt={t('factor.qr')} src={`data:image/svg+xml;utf8,${encodeURIComponent(begun.qr_svg)}`} width="208" height="208" />
      <p className="factor-secret"><span>{t('factor.secret')}</span><code>{begun.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code> <a href={begun.uri}>{t('factor.open')}</a></p>
      <Form.Item name="code" label={t('factor.code')} rules={[{ required: true, whitespace: true, message: t('factor.codeNeeded') }]}>
        <Input inputMode="numeric" autoComplete="one-time-code" maxLength={8} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={confirm.isPending}>{t('factor.confirm')}</Button>
    </Form>
  );
}
