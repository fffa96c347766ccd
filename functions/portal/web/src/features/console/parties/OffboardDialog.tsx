import { useQuery } from '@tanstack/react-query';
import { Button, Form, Select, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import type { PreviewOffboardingOutput } from '@/shared/api/schema.gen';
import { Dialog } from '@/shared/ui/Dialog';

import { allPages } from '../common/queries';
import { Refusal } from '../common/refusal';
import { useCommand } from '../common/useCommand';
import { type Party, PARTIES, type PartyDialogProps } from './party';
import { Impact, ReceiptPanel, type Scope, ScopeChoice, usePreview } from './preview';

/** Offboards an identity, or all of the account: first what it would touch, then what it did (S000-14 to S000-19). */
export function OffboardDialog({ party, onClose }: PartyDialogProps) {
  const { t } = useTranslation('console');
  const identityId = party.account?.identity_id ?? '';
  const preview = usePreview(identityId);
  const [scope, setScope] = useState<Scope>('this');
  const [successor, setSuccessor] = useState<string>();
  const offboard = useCommand(
    (body: { scope: Scope; successor?: string }, header) => call(api.POST('/api/identities/{identity_id}/offboard', { params: { path: { identity_id: identityId }, header }, body })),
    [PARTIES],
  );
  if (offboard.data) {
    return (
      <Dialog title={t('offboard.title')} onCancel={onClose} footer={<Button type="primary" onClick={onClose}>{t('done')}</Button>}>
        <ReceiptPanel receipt={offboard.data} title={t('offboard.done')} />
      </Dialog>
    );
  }
  return (
    <Dialog
      title={t('offboard.titleOf', { name: party.name })}
      okText={t(scope === 'all' ? 'offboard.submitAll' : 'offboard.submit')}
      okButtonProps={{ disabled: !preview.isSuccess }}
      confirmLoading={offboard.isPending}
      onOk={() => offboard.mutate({ scope, successor })}
      onCancel={onClose}
    >
      <Refusal error={offboard.error ?? preview.error} />
      <p className="dialog-lead">{t('offboard.lead', { name: party.name })}</p>
      {preview.isPending ? <Skeleton active title={false} paragraph={{ rows: 4 }} /> : null}
      {preview.data ? (
        <>
          {preview.data.others.length + preview.data.others_unseen > 0 ? (
            <ScopeChoice preview={preview.data} scope={scope} choose={setScope} texts={{ this: t('offboard.this'), all: t('offboard.all') }} />
          ) : null}
          <Impact preview={preview.data} scope={scope} />
          <Successor party={party} preview={preview.data} value={successor} onChange={setSuccessor} />
        </>
      ) : null}
    </Dialog>
  );
}

/** Who takes over the open tickets: another active identity of the same organisation. */
function Successor({ party, preview, value, onChange }: { party: Party; preview: PreviewOffboardingOutput; value?: string; onChange: (identityId?: string) => void }) {
  const { t } = useTranslation('console');
  const { organisationId } = party;
  const needed = (preview.open_tickets.length > 0 || preview.more_open_tickets) && organisationId !== undefined;
  const colleagues = useQuery({
    queryKey: [...PARTIES, 'colleagues', organisationId],
    enabled: needed,
    queryFn: () => allPages((query) => call(api.GET('/api/contacts', { params: { query } }))),
  });
  if (!needed) return null;
  const leaving = new Set([preview.identity.identity_id, ...preview.others.map((one) => one.identity_id)]);
  const options = colleagues.data
    ?.filter((one) => one.organisation_id === organisationId && one.account?.state === 'open' && one.account.identity_id && !leaving.has(one.account.identity_id))
    .map((one) => ({ value: one.account?.identity_id ?? '', label: one.name }));
  return (
    <Form layout="vertical" component="div">
      <Form.Item label={t('offboard.successor')} htmlFor="successor" extra={t(options?.length === 0 ? 'offboard.noSuccessor' : 'offboard.successorHint')}>
        <Select id="successor" allowClear value={value} onChange={(id?: string) => onChange(id)} loading={colleagues.isPending} options={options} placeholder={t('offboard.successorNone')} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
    </Form>
  );
}
