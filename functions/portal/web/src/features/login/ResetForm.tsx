import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api, call } from '@/shared/api/client';
import { FormAlert } from '@/shared/ui/FormAlert';
import { NewPasswordFields } from '@/shared/ui/NewPasswordFields';
import { useFormFailure } from '@/shared/ui/useFormFailure';

/** Seconds until another code may be asked for. */
const RESEND_AFTER = 60;

interface Fields {
  code: string;
  new_password: string;
}

/** The code and a new password. Whether the account exists is not said. */
export function ResetForm({ login, onBack }: { login: string; onBack: () => void }) {
  const { t } = useTranslation('login');
  const navigate = useNavigate();
  const [form] = Form.useForm<Fields>();
  const { failure, show, clear } = useFormFailure(form);
  const reset = useMutation({
    mutationFn: ({ code, new_password }: Fields) => call(api.POST('/api/password-resets/confirm', { body: { login, code: code.trim(), new_password } })),
    onMutate: clear,
    onError: show,
    onSuccess: () => navigate('/login', { state: { message: 'passwordReset' } }),
  });
  return (
    <>
      <p className="login-lead">{t('reset.sent', { login })}</p>
      {failure ? <FormAlert error={failure} /> : null}
      <Form form={form} layout="vertical" size="large" requiredMark={false} onFinish={(fields) => reset.mutate(fields)}>
        <Form.Item name="code" label={t('reset.code')} extra={t('reset.codeHint')} rules={[{ required: true, whitespace: true, message: t('reset.codeNeeded') }]}>
          <Input inputMode="numeric" autoComplete="one-time-code" maxLength={12} />
        </Form.Item>
        <Resend login={login} onError={show} />
        <NewPasswordFields />
        <Button type="primary" htmlType="submit" block loading={reset.isPending}>{t('reset.submit')}</Button>
      </Form>
      <p className="login-more"><Button type="link" onClick={onBack}>{t('reset.otherAccount')}</Button></p>
    </>
  );
}

function Resend({ login, onError }: { login: string; onError: (error: unknown) => void }) {
  const { t } = useTranslation('login');
  const [left, setLeft] = useState(RESEND_AFTER);
  useEffect(() => {
    if (left === 0) return undefined;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  const again = useMutation({
    mutationFn: () => call(api.POST('/api/password-resets', { body: { login } })),
    onError,
    onSuccess: () => setLeft(RESEND_AFTER),
  });
  return (
    <p className="login-resend">
      <Button size="small" disabled={left > 0} loading={again.isPending} onClick={() => again.mutate()}>
        {left > 0 ? t('reset.resendIn', { count: left }) : t('reset.resend')}
      </Button>
    </p>
  );
}
