import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Radio } from 'antd';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import { ME } from '@/shared/api/query';
import { changeLanguage, LANGUAGES } from '@/shared/i18n';
import { useAccount } from '@/shared/session/useMe';
import { FormAlert } from '@/shared/ui/FormAlert';
import { useFormFailure } from '@/shared/ui/useFormFailure';
import { useMessage } from '@/shared/ui/useMessage';

import { AvatarPicker } from './AvatarPicker';

const MOST_NAME = 100;

interface Fields {
  name: string;
  language: string;
}

/** Picture, name and language (S001-25). */
export function ProfileTab() {
  const { t } = useTranslation('me');
  const me = useAccount();
  const message = useMessage();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const { failure, show, clear } = useFormFailure(form);
  const save = useMutation({
    mutationFn: (body: Fields) => call(api.PATCH('/api/me', { body })),
    onMutate: clear,
    onError: show,
    onSuccess: async ({ language }) => {
      void message.success(t('saved'));
      await Promise.all([changeLanguage(language, true), client.invalidateQueries({ queryKey: ME })]);
    },
  });
  return (
    <section className="panel" aria-labelledby="me-profile">
      <h2 id="me-profile">{t('profile')}</h2>
      <AvatarPicker />
      <Form form={form} layout="vertical" requiredMark={false} className="me-form" initialValues={{ name: me.account.name, language: me.account.language }} onFinish={(fields) => save.mutate(fields)}>
        {failure ? <FormAlert error={failure} /> : null}
        <Form.Item name="name" label={t('name')} rules={[{ required: true, whitespace: true, message: t('nameNeeded') }]}>
          <Input maxLength={MOST_NAME} autoComplete="name" />
        </Form.Item>
        <Form.Item name="language" label={t('language')} extra={t('languageHint')}>
          <Radio.Group options={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label: <span lang={value}>{label}</span> }))} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={save.isPending}>{t('save')}</Button>
      </Form>
    </section>
  );
}
