import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import { isProblem } from '@/shared/api/problem';
import type { RequestView } from '@/shared/api/schema.gen';
import { useKept } from '@/shared/kept';
import { useFormFailure } from '@/shared/ui/useFormFailure';
import { useMessage } from '@/shared/ui/useMessage';
import { WritingDialog } from '@/shared/ui/WritingDialog';

import { Refusal } from '../common/refusal';
import { useCommand } from '../common/useCommand';
import { PARTIES } from '../parties/party';
import { REQUESTS } from './queries';

interface Fields {
  reason: string;
}

/** Rejects, with a reason that the applicant reads (S002-14). */
export function RejectDialog({ request, onClose }: { request: RequestView; onClose: () => void }) {
  const { t } = useTranslation('console');
  const message = useMessage();
  const [form] = Form.useForm<Fields>();
  const kept = useKept<Fields>(`request/${request.request_id}/reject`);
  const { failure, show, clear } = useFormFailure(form);
  const reject = useCommand(
    (body: Fields, header) => call(api.POST('/api/account-requests/{request_id}/reject', { params: { path: { request_id: request.request_id }, header }, body })),
    [REQUESTS, PARTIES],
  );
  const submit = (fields: Fields) => {
    clear();
    reject.mutate(fields, {
      onError: show,
      onSuccess: () => {
        kept.forget();
        void message.success(t('requests.rejected', { name: request.contact_name }));
        onClose();
      },
    });
  };
  const decided = isProblem(reject.error, 'already_decided');
  return (
    <WritingDialog
      title={t('requests.rejectOf', { name: request.contact_name })}
      okText={t('requests.reject')}
      danger
      sending={reject.isPending}
      form={form}
      texts={['reason']}
      kept={kept}
      onClose={onClose}
      footer={decided ? <Button type="primary" onClick={onClose}>{t('close')}</Button> : undefined}
    >
      <Refusal error={failure} />
      <Form form={form} layout="vertical" requiredMark={false} initialValues={kept.read()} onValuesChange={(_, all) => kept.keep(all)} onFinish={submit} disabled={decided}>
        <Form.Item name="reason" label={t('requests.reasonLabel')} extra={t('requests.reasonHint')} rules={[{ required: true, whitespace: true, message: t('requests.reasonNeeded') }]}>
          <Input.TextArea rows={3} maxLength={1000} showCount />
        </Form.Item>
      </Form>
    </WritingDialog>
  );
}
