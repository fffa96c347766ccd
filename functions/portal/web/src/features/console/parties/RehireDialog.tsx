import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import { Dialog } from '@/shared/ui/Dialog';

import { Refusal } from '../common/refusal';
import { useCommand } from '../common/useCommand';
import { PARTIES, type PartyDialogProps } from './party';
import { ReceiptPanel } from './preview';

/** Brings an offboarded identity back, with its data from before (S000-22, S000-23). */
export function RehireDialog({ party, onClose }: PartyDialogProps) {
  const { t } = useTranslation('console');
  const path = { identity_id: party.account?.identity_id ?? '' };
  const rehire = useCommand((_: Record<string, never>, header) => call(api.POST('/api/identities/{identity_id}/rehire', { params: { path, header } })), [PARTIES]);
  if (rehire.data) {
    return (
      <Dialog title={t('rehire.title')} onCancel={onClose} footer={<Button type="primary" onClick={onClose}>{t('done')}</Button>}>
        <ReceiptPanel receipt={rehire.data} title={t('rehire.done')} />
      </Dialog>
    );
  }
  return (
    <Dialog title={t('rehire.titleOf', { name: party.name })} okText={t('actions.rehire')} confirmLoading={rehire.isPending} onOk={() => rehire.mutate({})} onCancel={onClose}>
      <Refusal error={rehire.error} />
      <p className="dialog-lead">{t('rehire.lead')}</p>
    </Dialog>
  );
}
