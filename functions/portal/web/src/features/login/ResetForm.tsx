import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { api, call } from '@/shared/api/client';
import { FormAlert } from '@/shared/ui/FormAlert';
import { NewPasswordFields } from '@/shared/ui/NewPasswordFields';
import { Resend } from '@/shared/ui/Resend';
import { useFormFailure } from '@/shared/ui/useFormFailure';

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
        <Resend send={() => call(api.POST('/api/password-resets', { body: { login } }))} onError={show} />
        <NewPasswordFields />
        <Button type="primary" htmlType="submit" block loading={reset.isPending}>{t('reset.submit')}</Button>
      </Form>
      <p className="login-more"><Button type="link" onClick={onBack}>{t('reset.otherAccount')}</Button></p>
    </>
  );
}
