import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Navigate } from 'react-router';

import { api, call } from '@/shared/api/client';
import { ME } from '@/shared/api/query';
import { useLogout, useMe } from '@/shared/session/useMe';
import { FormAlert } from '@/shared/ui/FormAlert';
import { NewPasswordFields } from '@/shared/ui/NewPasswordFields';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { useFormFailure } from '@/shared/ui/useFormFailure';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { forgetTypedPassword, typedPassword } from './session';
import { useStep } from './useStep';

interface Fields {
  current_password?: string;
  new_password: string;
  code?: string;
}

/** Replaces the initial password; nothing else can be done before (decision 1). */
export function FirstPasswordPage() {
  const { t } = useTranslation('login');
  const step = useStep('/login/password');
  const client = useQueryClient();
  const logout = useLogout();
  const [form] = Form.useForm<Fields>();
  const { failure, show, clear } = useFormFailure(form);
  usePageTitle(t('first.title'));
  const typed = typedPassword();
  const me = useMe().data;
  const address = me && me !== 'second_factor' ? me.proof_address : null;
  const ask = useMutation({ mutationFn: () => call(api.POST('/api/me/address-proofs')), onMutate: clear, onError: show });
  const change = useMutation({
    mutationFn: (fields: Fields) =>
      call(api.PUT('/api/me/password', { body: { current_password: fields.current_password ?? typed, new_password: fields.new_password, code: fields.code?.trim() } })),
    onMutate: clear,
    onError: show,
    onSuccess: async () => {
      forgetTypedPassword();
      await client.invalidateQueries({ queryKey: ME });
    },
  });

  if (step.show === 'wait') return <PageSkeleton />;
  if (step.show === 'other') return <Navigate to={step.to} replace state={step.state} />;
  return (
    <>
      <h1>{t('first.title')}</h1>
      <p className="login-lead">{t('first.lead')}</p>
      {failure ? <FormAlert error={failure} /> : null}
      <Form form={form} layout="vertical" size="large" requiredMark={false} onFinish={(fields) => change.mutate(fields)}>
        {typed ? null : (
          <Form.Item name="current_password" label={t('first.initial')} rules={[{ required: true, message: t('passwordNeeded') }]}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
        )}
        {address ? (
          <>
            <p className="login-lead">{t(ask.isSuccess ? 'first.sent' : 'first.proof', { address })}</p>
            <p className="resend"><Button loading={ask.isPending} onClick={() => ask.mutate()}>{t('first.send')}</Button></p>
            <Form.Item name="code" label={t('reset.code')} extra={t('reset.codeHint')} rules={[{ required: true, whitespace: true, message: t('reset.codeNeeded') }]}>
              <Input inputMode="numeric" autoComplete="one-time-code" maxLength={12} />
            </Form.Item>
          </>
        ) : null}
        <NewPasswordFields />
        <Button type="primary" htmlType="submit" block loading={change.isPending}>{t('first.submit')}</Button>
      </Form>
      <p className="login-more"><Button type="link" onClick={() => logout.mutate()}>{t('first.other')}</Button></p>
    </>
  );
}
