import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useLocation } from 'react-router';

import { api, call } from '@/shared/api/client';
import { useFace } from '@/shared/session/face';
import { FormAlert } from '@/shared/ui/FormAlert';
import { Linked } from '@/shared/ui/Linked';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { useFirstField } from '@/shared/ui/useFirstField';
import { useFormFailure } from '@/shared/ui/useFormFailure';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { beginSession } from './session';
import { useStep } from './useStep';

interface Fields {
  login: string;
  password: string;
}

/** One login for staff and customers (S000-6, S001-2). */
export function LoginPage() {
  const { t } = useTranslation('login');
  const step = useStep('/login');
  const state = useLocation().state as { from?: unknown; message?: 'passwordReset' | 'signedOut' } | null;
  const [form] = Form.useForm<Fields>();
  const { failure, show, clear } = useFormFailure(form);
  const client = useQueryClient();
  const { face } = useFace();
  usePageTitle(t('title'));
  useFirstField(form, 'login', step.show === 'page');
  const login = useMutation({
    mutationFn: (fields: Fields) => call(api.POST('/api/sessions', { body: fields })),
    onMutate: clear,
    onError: show,
    onSuccess: (session, fields) => beginSession(client, session, fields.password),
  });

  if (step.show === 'wait') return <PageSkeleton />;
  if (step.show === 'other') return <Navigate to={step.to} replace state={step.state} />;
  return (
    <>
      <h1>{t('title')}</h1>
      <p className="login-lead">{t('lead')}</p>
      {failure ? <FormAlert error={failure} /> : null}
      {!failure && state?.message ? <div role="status" className="form-alert"><Alert showIcon type="success" title={t(state.message)} /></div> : null}
      {!failure && state?.from && !state.message ? <div role="status" className="form-alert"><Alert showIcon type="info" title={t('signInFirst')} /></div> : null}
      <Form form={form} layout="vertical" size="large" requiredMark={false} onFinish={(fields) => login.mutate(fields)}>
        <Form.Item name="login" label={t('login')} rules={[{ required: true, whitespace: true, message: t('loginNeeded') }]}>
          <Input autoComplete="username" autoCapitalize="none" spellCheck={false} placeholder={t('loginHint')} />
        </Form.Item>
        <Form.Item name="password" label={t('password')} rules={[{ required: true, message: t('passwordNeeded') }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={login.isPending}>{t('submit')}</Button>
      </Form>
      <p className="login-more"><Link to="/login/forgot">{t('forgot')}</Link></p>
      <p className="login-note">{face?.help ? <Linked text={face.help} /> : t('help')}</p>
    </>
  );
}
