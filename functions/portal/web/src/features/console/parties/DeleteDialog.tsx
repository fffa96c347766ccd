import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import { isProblem } from '@/shared/api/problem';
import type { PreviewOffboardingOutput } from '@/shared/api/schema.gen';
import { Dialog } from '@/shared/ui/Dialog';

import { Refusal } from '../common/refusal';
import { PARTIES, type PartyDialogProps } from './party';
import { Impact, ReceiptPanel, type Scope, ScopeChoice, usePreview } from './preview';

/** Deletes for good: a warning that points to offboarding, the scope, and a second confirmation (S000-25 to S000-28). */
export function DeleteDialog({ party, onClose, start }: PartyDialogProps) {
  const { t } = useTranslation('console');
  const client = useQueryClient();
  const identityId = party.account?.identity_id ?? '';
  const preview = usePreview(identityId);
  const [scope, setScope] = useState<Scope>('this');
  const [step, setStep] = useState<'warning' | 'confirmation'>('warning');
  const [sure, setSure] = useState(false);
  const remove = useMutation({
    mutationFn: (confirmation: string) => call(api.DELETE('/api/identities/{identity_id}', { params: { path: { identity_id: identityId }, query: { scope, confirmation } } })),
    onError: (error) => {
      // What was confirmed is not what is there now: it is shown anew, and confirmed anew.
      if (!isProblem(error, 'confirmation_outdated')) return;
      setSure(false);
      setStep('warning');
      void preview.refetch();
    },
    onSettled: () => client.invalidateQueries({ queryKey: PARTIES }),
  });
  if (remove.data) {
    return (
      <Dialog title={t('delete.title')} onCancel={onClose} footer={<Button type="primary" onClick={onClose}>{t('done')}</Button>}>
        <ReceiptPanel receipt={remove.data} title={t('delete.done')} />
      </Dialog>
    );
  }
  const confirmation = preview.data ? confirmationFor(preview.data, scope) : undefined;
  const offboardInstead = party.account?.actions.includes('offboard') ? <Button key="instead" onClick={() => start('offboard', party)}>{t('delete.instead')}</Button> : null;
  const footer =
    step === 'warning'
      ? [
          <Button key="cancel" onClick={onClose}>{t('cancel')}</Button>,
          offboardInstead,
          <Button key="next" danger disabled={!confirmation} onClick={() => setStep('confirmation')}>{t('delete.next')}</Button>,
        ]
      : [
          <Button key="back" onClick={() => setStep('warning')}>{t('back')}</Button>,
          <Button key="delete" danger type="primary" disabled={!sure} loading={remove.isPending} onClick={() => confirmation && remove.mutate(confirmation)}>{t('delete.submit')}</Button>,
        ];
  return (
    <Dialog title={t('delete.titleOf', { name: party.name })} footer={footer} onCancel={onClose}>
      <Refusal error={remove.error ?? preview.error} />
      {step === 'warning' ? (
        <>
          <Alert type="warning" showIcon className="form-alert" title={t('delete.warning')} description={t('delete.pointer')} />
          {preview.isPending ? <Skeleton active title={false} paragraph={{ rows: 4 }} /> : null}
          {preview.data ? (
            <>
              {preview.data.others.length + preview.data.others_unseen > 0 ? (
                <ScopeChoice preview={preview.data} scope={scope} choose={setScope} texts={{ this: t('delete.this'), all: t('delete.all') }} />
              ) : null}
              <Impact preview={preview.data} scope={scope} />
            </>
          ) : null}
        </>
      ) : (
        <>
          <p className="dialog-lead">{t(scope === 'all' ? 'delete.againAll' : 'delete.again', { name: party.name, count: (preview.data ? preview.data.others.length + preview.data.others_unseen : 0) + 1 })}</p>
          <Checkbox checked={sure} onChange={(event) => setSure(event.target.checked)}>{t('delete.sure')}</Checkbox>
        </>
      )}
    </Dialog>
  );
}

function confirmationFor(preview: PreviewOffboardingOutput, scope: Scope): string | undefined {
  return (scope === 'all' ? preview.delete_all : preview.delete_this) ?? undefined;
}
