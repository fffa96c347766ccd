import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Radio, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import { useMessage } from '@/shared/ui/useMessage';

import { PageFailure, Refusal } from '../common/refusal';
import { PageChoice } from './PageChoice';
import { APPS, openPages, ownPages, type PortalPage } from './queries';

/** Which pages of the portal are open to one person: as to everybody, or a choice of his own (S000-8). */
export function IdentityAppsPanel({ identityId, name }: { identityId: string; name: string }) {
  const own = useQuery(ownPages(identityId));
  const all = useQuery(openPages());
  const error = own.error ?? all.error;
  if (error) return <PageFailure error={error} onRetry={() => void Promise.all([own.refetch(), all.refetch()])} />;
  if (own.data === undefined || all.data === undefined) return <div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 4 }} /></div>;
  return <Choice key={own.data?.join() ?? 'all'} identityId={identityId} name={name} own={own.data} all={all.data} />;
}

function Choice({ identityId, name, own, all }: { identityId: string; name: string; own: PortalPage[] | null; all: PortalPage[] }) {
  const { t } = useTranslation('console');
  const message = useMessage();
  const client = useQueryClient();
  const [pages, setPages] = useState(own);
  const save = useMutation({
    mutationFn: () => call(api.PUT('/api/identities/{identity_id}/apps', { params: { path: { identity_id: identityId } }, body: { apps: pages } })),
    onSuccess: () => void message.success(t('portalPages.saved')),
    onSettled: () => client.invalidateQueries({ queryKey: APPS }),
  });
  return (
    <section className="panel narrow" aria-labelledby="own-pages">
      <h2 id="own-pages">{t('portalPages.of', { name })}</h2>
      <Refusal error={save.error} />
      <Radio.Group className="scope" aria-label={t('portalPages.of', { name })} value={pages === null ? 'all' : 'own'} onChange={(event) => setPages(event.target.value === 'all' ? null : all)}>
        <Radio value="all">{t('portalPages.asAll')}</Radio>
        <Radio value="own">{t('portalPages.own')}</Radio>
      </Radio.Group>
      <PageChoice value={pages ?? all} disabled={pages === null} onChange={setPages} />
      <p className="account-actions"><Button type="primary" disabled={(pages?.join() ?? null) === (own?.join() ?? null)} loading={save.isPending} onClick={() => save.mutate()}>{t('partyForm.save')}</Button></p>
    </section>
  );
}
