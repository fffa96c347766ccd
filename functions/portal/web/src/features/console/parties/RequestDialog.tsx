import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import { useKept } from '@/shared/kept';
import { useFormFailure } from '@/shared/ui/useFormFailure';
import { useMessage } from '@/shared/ui/useMessage';
import { WritingDialog } from '@/shared/ui/WritingDialog';

import { Refusal } from '../common/refusal';
import { useCommand } from '../common/useCommand';
import { REQUESTS } from '../requests/queries';
import { PARTIES, type PartyDialogProps } from './party';

interface Fields {
  remark: string;
}

/** Applies for the account, with a remark (S002-6, S002-7). */
export function RequestDialog({ party, onClose }: PartyDialogProps) {
  const { t } = useTranslation('console');
  const message = useMessage();
  const [form] = Form.useForm<Fields>();
  const kept = useKept<Fields>(`contact/${party.id}/request`);
  const { failure, show, clear } = useFormFailure(form);
  const apply = useCommand(
    (body: Fields, header) => call(api.POST('/api/contacts/{contact_id}/account-requests', { params: { path: { contact_id: party.id }, header }, body })),
    [PARTIES, REQUESTS],
  );
  const submit = (fields: Fields) => {
    clear();
    apply.mutate(fields, {
      onError: show,
      onSuccess: () => {
        kept.forget();
        void message.success(t('request.sent'));
        onClose();
      },
    });
  };
  return (
    <WritingDialog title={t('request.titleOf', { name: party.name })} okText={t('request.submit')} sending={apply.isPending} form={form} texts={['remark']} kept={kept} onClose={onClose}>
      <Refusal error={failure} />
      <p className="dialog-lead">{t('request.lead')}</p>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={kept.read()} onValuesChange={(_, all) => kept.keep(all)} onFinish={submit}>
        <Form.Item name="remark" label={t('fields.remark')} rules={[{ required: true, whitespace: true, message: t('request.remarkNeeded') }]}>
          <Input.TextArea rows={4} maxLength={1000} showCount placeholder={t('request.remarkHint')} />
        </Form.Item>
      </Form>
    </WritingDialog>
  );
}
