import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';

import { Figures } from '@/features/figures/Figures';
import { figures } from '@/features/figures/queries';
import { useAccount } from '@/shared/session/useMe';
import { Empty } from '@/shared/ui/Empty';
import { LinkButton } from '@/shared/ui/LinkButton';
import { Tabs } from '@/shared/ui/Tabs';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { PageHead } from '../common/PageHead';
import { PageFailure } from '../common/refusal';
import { OWN } from '../own/own';

const ORDER = ['mine', 'queues', 'all', 'submitted'] as const;

type View = (typeof ORDER)[number];

/** The figures of what I accepted, of my queues, of all for administrators, and of what I submitted myself (ET-2, ET-3, ET-4). */
export function OverviewPage() {
  const { t } = useTranslation('console');
  const [params] = useSearchParams();
  const view = ORDER.find((one) => one === params.get('view')) ?? 'mine';
  const { rights } = useAccount();
  usePageTitle(t('nav.overview'));
  return (
    <>
      <PageHead title={t('nav.overview')} lead={t('overview.lead')} />
      <Tabs label={t('desk.views')}>
        {ORDER.filter((one) => one !== 'all' || rights?.includes('view_all_tickets')).map((one) => <Link key={one} to={`/console/overview?view=${one}`} className={one === view ? 'active' : ''} aria-current={one === view ? 'page' : undefined}>{t(`desk.view.${one}`)}</Link>)}
      </Tabs>
      <Board view={view} />
    </>
  );
}

function Board({ view }: { view: View }) {
  const { t } = useTranslation('console');
  const { t: common } = useTranslation();
  const home = useQuery(figures(view));
  if (home.isPending) return <div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 8 }} /></div>;
  if (home.isError) return <PageFailure error={home.error} onRetry={() => void home.refetch()} />;
  const own = view === 'submitted';
  if (home.data.total.count === 0) return <Empty title={t(`desk.none.${view}`)} hint={t(`desk.noneHints.${view}`)} action={own ? <LinkButton to={`${OWN}/tickets`}>{t('nav.own')}</LinkButton> : undefined} />;
  return <Figures home={home.data} base={own ? OWN : '/console'} labels={{ total: t(`desk.view.${view}`), awaiting: own ? common('states.awaiting_customer') : t('desk.awaiting') }} />;
}
