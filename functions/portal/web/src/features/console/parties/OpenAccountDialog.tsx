import { Button, Form, Input, Result } from 'antd';
import { useTranslation } from 'react-i18next';

import type { OpenedView } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';
import { Dialog } from '@/shared/ui/Dialog';
import { LinkButton } from '@/shared/ui/LinkButton';
import { useFormFailure } from '@/shared/ui/useFormFailure';

import { Refusal } from '../common/refusal';
import { useCommand } from '../common/useCommand';
import { openAccount, PARTIES, pathOf, type PartyDialogProps } from './party';

interface Fields {
  login?: string;
  initial_password?: string;
}

/** Opens the account: the phone or the email as the login name, and an initial password (S000-4, S000-5). */
export function OpenAccountDialog({ party, onClose }: PartyDialogProps) {
  const { t } = useTranslation('console');
  const [form] = Form.useForm<Fields>();
  const { failure, show, clear } = useFormFailure(form);
  const open = useCommand((body: Fields, once) => openAccount(party, body, once), [PARTIES]);
  const submit = ({ login, initial_password }: Fields) => {
    clear();
    open.mutate({ login: login?.trim() || undefined, initial_password: initial_password || undefined }, { onError: show });
  };
  if (open.data) return <Dialog footer={null} onCancel={onClose} title={t('open.title')}><Opened opened={open.data} party={party} onClose={onClose} /></Dialog>;
  return (
    <Dialog title={t('open.titleOf', { name: party.name })} okText={t('actions.open')} confirmLoading={open.isPending} onOk={() => form.submit()} onCancel={onClose}>
      <Refusal error={failure} />
      <p className="dialog-lead">{t('open.lead')}</p>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ login: party.account?.suggested_login ?? '' }} onFinish={submit}>
        <Form.Item name="login" label={t('open.login')} extra={t('open.loginHint')} rules={[{ required: true, whitespace: true, message: t('open.loginNeeded') }]}>
          <Input autoComplete="off" autoCapitalize="none" spellCheck={false} />
        </Form.Item>
        <InitialPasswordField />
      </Form>
    </Dialog>
  );
}

/** The initial password: typed, or left empty and generated. */
export function InitialPasswordField() {
  const { t } = useTranslation('console');
  return (
    <Form.Item
      name="initial_password"
      label={t('open.password')}
      extra={t('open.passwordHint')}
      validateTrigger="onBlur"
      rules={[{ validator: (_, value?: string) => (!value || [...value].length >= 12 ? Promise.resolve() : Promise.reject(new Error(t('open.passwordShort')))) }]}
    >
      <Input.Password autoComplete="new-password" placeholder={t('open.passwordEmpty')} />
    </Form.Item>
  );
}

/** Which way the message goes to the owner, or that none can be sent. */
export function Sent({ by, until }: { by: string | null; until: string }) {
  const { t } = useTranslation('console');
  const { dateTime } = useFormat();
  if (by === 'sms') return <span>{t('open.sent.sms', { at: dateTime(until) })}</span>;
  if (by === 'email') return <span>{t('open.sent.email', { at: dateTime(until) })}</span>;
  return <span>{t('open.sent.not')}</span>;
}

function Opened({ opened, party, onClose }: { opened: OpenedView; party: PartyDialogProps['party']; onClose: () => void }) {
  const { t } = useTranslation('console');
  return (
    <Result
      status="success"
      className="dialog-result"
      title={t('open.done', { name: party.name })}
      subTitle={
        <>
          <span className="result-login">{t('open.login')} <b className="mono">{opened.login}</b></span>
          <Sent by={opened.sent_by} until={opened.initial_password_expires_at} />
        </>
      }
      extra={[
        <LinkButton key="messages" to={`${pathOf(party.kind, party.id)}/messages`} onClickCapture={onClose}>{t('open.delivery')}</LinkButton>,
        <Button key="done" type="primary" onClick={onClose}>{t('done')}</Button>,
      ]}
    />
  );
}
