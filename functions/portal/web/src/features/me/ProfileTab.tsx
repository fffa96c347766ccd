import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import { editionOf, ifMatch } from '@/shared/api/editions';
import { isProblem } from '@/shared/api/problem';
import { ME } from '@/shared/api/query';
import { changeLanguage, LANGUAGES } from '@/shared/i18n';
import { useAccount } from '@/shared/session/useMe';
import { FormAlert } from '@/shared/ui/FormAlert';
import { SideBySide } from '@/shared/ui/SideBySide';
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
  // What the form was filled with, not what another look at the page brought since.
  const [seen, setSeen] = useState(() => editionOf('/api/me'));
  const save = useMutation({
    mutationFn: ({ edition, ...body }: Fields & { edition: string | undefined }) => call(api.PATCH('/api/me', { headers: ifMatch(edition), body })),
    onMutate: clear,
    onError: show,
    onSuccess: async ({ language }) => {
      setSeen(editionOf('/api/me'));
      void message.success(t('saved'));
      await Promise.all([changeLanguage(language, true), client.invalidateQueries({ queryKey: ME })]);
    },
  });
  const differences = (mine: Fields, theirs: Fields) =>
    [
      { label: t('name'), mine: mine.name, theirs: theirs.name },
      { label: t('language'), mine: mine.language, theirs: theirs.language },
    ].filter((row) => row.mine !== row.theirs);
  return (
    <section className="panel" aria-labelledby="me-profile">
      <h2 id="me-profile">{t('profile')}</h2>
      <AvatarPicker />
      <Form form={form} layout="vertical" requiredMark={false} className="me-form" initialValues={{ name: me.account.name, language: me.account.language }} onFinish={(fields) => save.mutate({ ...fields, edition: seen })}>
        {failure && !isProblem(failure, 'changed_since') ? <FormAlert error={failure} /> : null}
        <SideBySide
          error={failure}
          differences={(current) => differences(form.getFieldsValue(), current as Fields)}
          onKeep={(etag) => save.mutate({ ...form.getFieldsValue(), edition: etag })}
          onTake={(etag, current) => {
            clear();
            const { name, language } = current as Fields;
            form.setFieldsValue({ name, language });
            setSeen(etag);
          }}
        />
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
