import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api, call } from '@/shared/api/client';
import { FormAlert } from '@/shared/ui/FormAlert';
import { useFormFailure } from '@/shared/ui/useFormFailure';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { ResetForm } from './ResetForm';

/** Forgotten password, in two steps: the account, then the code and a new password (S001-23). */
export function ForgotPage() {
  const { t } = useTranslation('login');
  const [login, setLogin] = useState<string | null>(null);
  usePageTitle(t('reset.title'));
  return (
    <>
      <h1>{t('reset.title')}</h1>
      {login === null ? <AskForm onAsked={setLogin} /> : <ResetForm login={login} onBack={() => setLogin(null)} />}
      <p className="login-more"><Link to="/login">{t('reset.back')}</Link></p>
    </>
  );
}

function AskForm({ onAsked }: { onAsked: (login: string) => void }) {
  const { t } = useTranslation('login');
  const [form] = Form.useForm<{ login: string }>();
  const { failure, show, clear } = useFormFailure(form);
  const ask = useMutation({
    mutationFn: (login: string) => call(api.POST('/api/password-resets', { body: { login } })),
    onMutate: clear,
    onError: show,
    onSuccess: (_, login) => onAsked(login),
  });
  return (
    <>
      <p className="login-lead">{t('reset.lead')}</p>
      {failure ? <FormAlert error={failure} /> : null}
      <Form form={form} layout="vertical" size="large" requiredMark={false} onFinish={({ login }) => ask.mutate(login.trim())}>
        <Form.Item name="login" label={t('login')} rules={[{ required: true, whitespace: true, message: t('loginNeeded') }]}>
          <Input autoComplete="username" autoCapitalize="none" spellCheck={false} placeholder={t('loginHint')} />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={ask.isPending}>{t('reset.next')}</Button>
      </Form>
    </>
  );
}
