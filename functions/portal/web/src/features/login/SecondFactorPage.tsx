import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Navigate } from 'react-router';

import { api, call } from '@/shared/api/client';
import { useLogout } from '@/shared/session/useMe';
import { FormAlert } from '@/shared/ui/FormAlert';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { useFirstField } from '@/shared/ui/useFirstField';
import { useFormFailure } from '@/shared/ui/useFormFailure';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { beginSession } from './session';
import { useStep } from './useStep';

/** The second step of a login: a code of the authenticator, or one to recover with (F26). */
export function SecondFactorPage() {
  const { t } = useTranslation('login');
  const step = useStep('/login/second-factor');
  const client = useQueryClient();
  const logout = useLogout();
  const [form] = Form.useForm<{ code: string }>();
  const { failure, show, clear } = useFormFailure(form);
  usePageTitle(t('second.title'));
  useFirstField(form, 'code', step.show === 'page');
  const pass = useMutation({
    mutationFn: (code: string) => call(api.POST('/api/sessions/current/second-factor', { body: { code } })),
    onMutate: clear,
    onError: show,
    onSuccess: (session) => beginSession(client, session),
  });

  if (step.show === 'wait') return <PageSkeleton />;
  if (step.show === 'other') return <Navigate to={step.to} replace state={step.state} />;
  return (
    <>
      <h1>{t('second.title')}</h1>
      <p className="login-lead">{t('second.lead')}</p>
      {failure ? <FormAlert error={failure} /> : null}
      <Form form={form} layout="vertical" size="large" requiredMark={false} onFinish={({ code }) => pass.mutate(code.replace(/\s/g, ''))}>
        <Form.Item name="code" label={t('second.code')} extra={t('second.hint')} rules={[{ required: true, whitespace: true, message: t('second.needed') }]}>
          <Input autoComplete="one-time-code" autoCapitalize="none" spellCheck={false} maxLength={40} />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={pass.isPending}>{t('second.submit')}</Button>
      </Form>
      <p className="login-more"><Button type="link" onClick={() => logout.mutate()}>{t('first.other')}</Button></p>
    </>
  );
}
