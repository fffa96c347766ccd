import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Modal, Select, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import type { ShareView } from '@/shared/api/schema.gen';
import { Failure } from '@/shared/ui/Failure';
import { useProblemText } from '@/shared/ui/problemText';
import { useMessage } from '@/shared/ui/useMessage';

import { TICKETS } from './queries';

const MOST = 100;

/** Shares a ticket with colleagues, and takes that back (S001-14, decision 8). */
export function ShareDialog({ ticketId, open, onClose }: { ticketId: string; open: boolean; onClose: () => void }) {
  const { t } = useTranslation('portal');
  return (
    <Modal open={open} title={t('share.title')} footer={null} onCancel={onClose} destroyOnHidden>
      <Shares ticketId={ticketId} />
    </Modal>
  );
}

function Shares({ ticketId }: { ticketId: string }) {
  const { t } = useTranslation('portal');
  const message = useMessage();
  const text = useProblemText();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<string>();
  const [comments, setComments] = useState(true);
  const path = { ticket_id: ticketId };
  const shares = useQuery({
    queryKey: [...TICKETS, 'shares', ticketId],
    queryFn: () => call(api.GET('/api/tickets/{ticket_id}/shares', { params: { path, query: { limit: MOST } } })),
  });
  const candidates = useQuery({
    queryKey: [...TICKETS, 'candidates', ticketId],
    queryFn: () => call(api.GET('/api/tickets/{ticket_id}/share-candidates', { params: { path, query: { limit: MOST } } })),
  });
  const settled = { onError: (error: unknown) => void message.error(text(error)), onSettled: () => client.invalidateQueries({ queryKey: TICKETS }) };
  const share = useMutation({
    mutationFn: (id: string) =>
      call(api.PUT('/api/tickets/{ticket_id}/shares/{identity_id}', { params: { path: { ...path, identity_id: id } }, body: { may_comment: comments } })),
    onSuccess: () => setChosen(undefined),
    ...settled,
  });
  const unshare = useMutation({
    mutationFn: (id: string) => call(api.DELETE('/api/tickets/{ticket_id}/shares/{identity_id}', { params: { path: { ...path, identity_id: id } } })),
    ...settled,
  });
  if (shares.isPending || candidates.isPending) return <div aria-busy="true"><Skeleton active /></div>;
  if (shares.isError) return <Failure error={shares.error} onRetry={() => void shares.refetch()} />;
  if (candidates.isError) return <Failure error={candidates.error} onRetry={() => void candidates.refetch()} />;
  const options = candidates.data.items.map(({ identity_id, name }) => ({ value: identity_id, label: name }));
  return (
    <>
      <p className="share-lead">{t('share.lead')}</p>
      <div className="share-form">
        <Select<string> value={chosen} onChange={setChosen} options={options} showSearch={{ optionFilterProp: 'label' }} placeholder={t('share.with')} aria-label={t('share.with')} notFoundContent={t('share.nobody')} />
        <Button type="primary" disabled={!chosen} loading={share.isPending} onClick={() => chosen && share.mutate(chosen)}>{t('share.share')}</Button>
      </div>
      <Checkbox checked={comments} onChange={(event) => setComments(event.target.checked)}>{t('share.mayComment')}</Checkbox>
      {shares.data.items.length > 0 ? <ul className="share-list">{shares.data.items.map((one) => <Shared key={one.identity_id} share={one} onEnd={() => unshare.mutate(one.identity_id)} />)}</ul> : null}
    </>
  );
}

function Shared({ share, onEnd }: { share: ShareView; onEnd: () => void }) {
  const { t } = useTranslation('portal');
  return (
    <li>
      <span><b>{share.name}</b><span className="share-what">{t(share.may_comment ? 'share.comments' : 'share.reads')}</span></span>
      <Button onClick={onEnd} aria-label={t('share.endOf', { name: share.name })}>{t('share.end')}</Button>
    </li>
  );
}
