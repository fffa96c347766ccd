import { Button, Form, Result } from 'antd';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import { Dialog } from '@/shared/ui/Dialog';
import { useFormFailure } from '@/shared/ui/useFormFailure';

import { Refusal } from '../common/refusal';
import { useCommand } from '../common/useCommand';
import { InitialPasswordField, Sent } from './OpenAccountDialog';
import { PARTIES, type PartyDialogProps } from './party';

interface Fields {
  initial_password?: string;
}

/** Gives the account a new initial password, which holds for all its identities (S000-11, S000-12). */
export function ResetPasswordDialog({ party, onClose }: PartyDialogProps) {
  const { t } = useTranslation('console');
  const [form] = Form.useForm<Fields>();
  const { failure, show, clear } = useFormFailure(form);
  const path = { identity_id: party.account?.identity_id ?? '' };
  const reset = useCommand((body: Fields, header) => call(api.POST('/api/identities/{identity_id}/password-reset', { params: { path, header }, body })), [PARTIES]);
  if (reset.data) {
    return (
      <Dialog footer={null} onCancel={onClose} title={t('reset.title')}>
        <Result
          status="success"
          className="dialog-result"
          title={t('reset.done', { name: party.name })}
          subTitle={<><span className="result-login">{t('open.login')} <b className="mono">{reset.data.login}</b></span><Sent by={reset.data.sent_by} until={reset.data.initial_password_expires_at} /></>}
          extra={<Button type="primary" onClick={onClose}>{t('done')}</Button>}
        />
      </Dialog>
    );
  }
  const submit = ({ initial_password }: Fields) => {
    clear();
    reset.mutate({ initial_password: initial_password || undefined }, { onError: show });
  };
  return (
    <Dialog title={t('reset.titleOf', { name: party.name })} okText={t('actions.reset_password')} confirmLoading={reset.isPending} onOk={() => form.submit()} onCancel={onClose}>
      <Refusal error={failure} />
      <p className="dialog-lead">{t('reset.lead')}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={submit}>
        <InitialPasswordField />
      </Form>
    </Dialog>
  );
}
