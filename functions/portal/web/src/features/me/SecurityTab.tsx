import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Modal, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import { useFormat } from '@/shared/format/useFormat';
import { EnrolSecondFactor } from '@/shared/session/EnrolSecondFactor';
import { RecoveryCodes } from '@/shared/session/RecoveryCodes';
import { Failure } from '@/shared/ui/Failure';
import { FormAlert } from '@/shared/ui/FormAlert';
import { useFormFailure } from '@/shared/ui/useFormFailure';

import { PasswordForm } from './PasswordForm';

const FACTOR = ['second-factor'] as const;
/** So few recovery codes are soon none. */
const FEW = 2;

/** The password, and the second factor (S001-24, F26). */
export function SecurityTab() {
  return (
    <>
      <PasswordForm />
      <SecondFactor />
    </>
  );
}

/** The second factor: set up, recovery codes, ended (F26). */
function SecondFactor() {
  const { t } = useTranslation('me');
  const { dateTime } = useFormat();
  const factor = useQuery({ queryKey: FACTOR, queryFn: () => call(api.GET('/api/me/second-factor')) });
  const [doing, setDoing] = useState<'enrol' | 'renew' | 'end' | null>(null);
  if (factor.isPending) return <div className="panel" aria-busy="true"><Skeleton active /></div>;
  if (factor.isError) return <Failure error={factor.error} onRetry={() => void factor.refetch()} />;
  const { enrolled_at, recovery_codes_left, required } = factor.data;
  return (
    <section className="panel" aria-labelledby="me-factor">
      <h2 id="me-factor">{t('factor.title')}</h2>
      {enrolled_at ? (
        <>
          <p>{t('factor.on', { at: dateTime(enrolled_at) })} {t('factor.left', { count: recovery_codes_left })}</p>
          {recovery_codes_left <= FEW ? <div className="form-alert"><Alert showIcon type="warning" title={t(recovery_codes_left === 0 ? 'factor.noneLeft' : 'factor.fewLeft')} /></div> : null}
          <div className="me-actions">
            <Button onClick={() => setDoing('renew')}>{t('factor.renew')}</Button>
            {required ? null : <Button danger onClick={() => setDoing('end')}>{t('factor.end')}</Button>}
          </div>
        </>
      ) : doing === 'enrol' ? (
        <div className="me-form"><EnrolSecondFactor onDone={() => setDoing(null)} /></div>
      ) : (
        <>
          <p>{t('factor.off')}</p>
          <Button type="primary" onClick={() => setDoing('enrol')}>{t('factor.setUp')}</Button>
        </>
      )}
      <Modal open={doing === 'renew' || doing === 'end'} title={t(doing === 'end' ? 'factor.end' : 'factor.renew')} footer={null} onCancel={() => setDoing(null)} destroyOnHidden>
        {doing === 'end' || doing === 'renew' ? <Proof what={doing} onDone={() => setDoing(null)} /> : null}
      </Modal>
    </section>
  );
}

/** Password and a code, for what an attacker at an open page must not do. */
function Proof({ what, onDone }: { what: 'renew' | 'end'; onDone: () => void }) {
  const { t } = useTranslation(['me', 'common']);
  const client = useQueryClient();
  const [form] = Form.useForm<{ password: string; code: string }>();
  const { failure, show, clear } = useFormFailure(form);
  const [codes, setCodes] = useState<string[] | null>(null);
  const prove = useMutation({
    mutationFn: async (body: { password: string; code: string }) => {
      if (what === 'renew') return (await call(api.POST('/api/me/second-factor/recovery-codes', { body }))).recovery_codes;
      await call(api.POST('/api/me/second-factor/disable', { body }));
      return null;
    },
    onMutate: clear,
    onError: show,
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: FACTOR });
      if (made) setCodes(made);
      else onDone();
    },
  });
  if (codes) return <RecoveryCodes codes={codes} onKept={onDone} />;
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={(fields) => prove.mutate(fields)}>
      {failure ? <FormAlert error={failure} /> : null}
      <Form.Item name="password" label={t('common:factor.password')} rules={[{ required: true, message: t('common:factor.passwordNeeded') }]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item name="code" label={t('common:factor.code')} rules={[{ required: true, message: t('common:factor.codeNeeded') }]}>
        <Input inputMode="numeric" autoComplete="one-time-code" maxLength={40} />
      </Form.Item>
      <Button type="primary" danger={what === 'end'} htmlType="submit" loading={prove.isPending}>{t('common:factor.confirm')}</Button>
    </Form>
  );
}
