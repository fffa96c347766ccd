import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Navigate, useLocation } from 'react-router';

import { api, call } from '@/shared/api/client';
import { ME } from '@/shared/api/query';
import type { GetMeOutput } from '@/shared/api/schema.gen';
import { useLogout, useMe } from '@/shared/session/useMe';
import { FormAlert } from '@/shared/ui/FormAlert';
import { NewPasswordFields } from '@/shared/ui/NewPasswordFields';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { useFormFailure } from '@/shared/ui/useFormFailure';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { destination, forgetTypedPassword, takeTypedPassword } from './session';

interface Fields {
  current_password?: string;
  new_password: string;
}

/** Replaces the initial password; nothing else can be done before (decision 1). */
export function FirstPasswordPage() {
  const { t } = useTranslation('login');
  const me = useMe();
  const location = useLocation();
  const client = useQueryClient();
  const logout = useLogout();
  const [form] = Form.useForm<Fields>();
  const { failure, show, clear } = useFormFailure(form);
  usePageTitle(t('first.title'));
  const typed = takeTypedPassword();
  const change = useMutation({
    mutationFn: (fields: Fields) =>
      call(api.PUT('/api/me/password', { body: { current_password: fields.current_password ?? typed, new_password: fields.new_password } })),
    onMutate: clear,
    onError: show,
    onSuccess: () => {
      forgetTypedPassword();
      client.setQueryData<GetMeOutput | null>(ME, (known) => known && { ...known, must_change_password: false });
    },
  });

  if (me.isPending) return <PageSkeleton />;
  if (!me.data) return <Navigate to="/login" replace state={location.state as unknown} />;
  if (!me.data.must_change_password) return <Navigate to={destination(me.data.landing, location.state)} replace />;
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
        <NewPasswordFields />
        <Button type="primary" htmlType="submit" block loading={change.isPending}>{t('first.submit')}</Button>
      </Form>
      <p className="login-more"><Button type="link" onClick={() => logout.mutate()}>{t('first.other')}</Button></p>
    </>
  );
}
