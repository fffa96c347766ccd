import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import { FormAlert } from '@/shared/ui/FormAlert';
import { NewPasswordFields } from '@/shared/ui/NewPasswordFields';
import { useFormFailure } from '@/shared/ui/useFormFailure';
import { useMessage } from '@/shared/ui/useMessage';

interface Fields {
  current_password: string;
  new_password: string;
}

/** Changes the password; all other devices are signed out by it. */
export function PasswordForm() {
  const { t } = useTranslation('me');
  const message = useMessage();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const { failure, show, clear } = useFormFailure(form);
  const change = useMutation({
    mutationFn: ({ current_password, new_password }: Fields) => call(api.PUT('/api/me/password', { body: { current_password, new_password } })),
    onMutate: clear,
    onError: show,
    onSuccess: async () => {
      form.resetFields();
      void message.success(t('passwordChanged'));
      await client.invalidateQueries({ queryKey: ['sessions'] });
    },
  });
  return (
    <section className="panel" aria-labelledby="me-password">
      <h2 id="me-password">{t('changePassword')}</h2>
      <Form form={form} layout="vertical" requiredMark={false} className="me-form" onFinish={(fields) => change.mutate(fields)}>
        {failure ? <FormAlert error={failure} /> : null}
        <Form.Item name="current_password" label={t('currentPassword')} rules={[{ required: true, message: t('currentNeeded') }]} validateTrigger="onSubmit">
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <NewPasswordFields />
        <p className="me-note">{t('passwordNote')}</p>
        <Button type="primary" htmlType="submit" loading={change.isPending}>{t('changePassword')}</Button>
      </Form>
    </section>
  );
}
