import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import { editionOf, ifMatch } from '@/shared/api/editions';
import { usePageTitle } from '@/shared/ui/usePageTitle';
import { useMessage } from '@/shared/ui/useMessage';

import { PageHead } from '../common/PageHead';
import { PageFailure, Refusal } from '../common/refusal';
import { PageChoice } from './PageChoice';
import { APPS, openPages, type PortalPage } from './queries';

/** Which pages of the portal are open to customers (S000-8). */
export function PortalPagesPage() {
  const { t } = useTranslation('console');
  const open = useQuery(openPages());
  // It outlives the choice: what somebody else chose meanwhile is shown beside it.
  const [refused, setRefused] = useState<Error | null>(null);
  usePageTitle(t('nav.portalPages'));
  return (
    <>
      <PageHead title={t('portalPages.title')} lead={t('portalPages.lead')} />
      {open.isPending ? <div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 4 }} /></div> : null}
      {open.isError ? <PageFailure error={open.error} onRetry={() => void open.refetch()} /> : null}
      <Refusal error={refused} />
      {open.data ? <Choice key={open.data.join()} open={open.data} onRefused={setRefused} /> : null}
    </>
  );
}

function Choice({ open, onRefused }: { open: PortalPage[]; onRefused: (error: Error | null) => void }) {
  const { t } = useTranslation('console');
  const message = useMessage();
  const client = useQueryClient();
  const [pages, setPages] = useState(open);
  const [seen] = useState(() => editionOf('/api/apps'));
  const save = useMutation({
    mutationFn: () => call(api.PUT('/api/apps', { headers: ifMatch(seen), body: { apps: pages } })),
    onMutate: () => onRefused(null),
    onError: onRefused,
    onSuccess: () => void message.success(t('portalPages.saved')),
    onSettled: () => client.invalidateQueries({ queryKey: APPS }),
  });
  return (
    <section className="panel narrow" aria-label={t('portalPages.title')}>
      <PageChoice value={pages} onChange={setPages} />
      <p className="account-actions"><Button type="primary" disabled={pages.join() === open.join()} loading={save.isPending} onClick={() => save.mutate()}>{t('partyForm.save')}</Button></p>
    </section>
  );
}
