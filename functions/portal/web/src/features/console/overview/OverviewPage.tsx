import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';

import { Figures } from '@/features/figures/Figures';
import { figures } from '@/features/figures/queries';
import { useAccount } from '@/shared/session/useMe';
import { Empty } from '@/shared/ui/Empty';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { PageHead } from '../common/PageHead';
import { PageFailure } from '../common/refusal';
import { type View, VIEWS } from '../desk/queries';

const ORDER: View[] = ['mine', 'queues', 'all'];

/** The figures of what I accepted, of my queues, and of all for administrators (ET-2, ET-3, ET-4). */
export function OverviewPage() {
  const { t } = useTranslation('console');
  const [params] = useSearchParams();
  const view = VIEWS.find((one) => one === params.get('view')) ?? 'mine';
  const { rights } = useAccount();
  usePageTitle(t('nav.overview'));
  return (
    <>
      <PageHead title={t('nav.overview')} lead={t('overview.lead')} />
      <nav className="tabs" aria-label={t('desk.views')}>
        {ORDER.filter((one) => one !== 'all' || rights?.includes('view_all_tickets')).map((one) => <Link key={one} to={`/console/overview?view=${one}`} className={one === view ? 'active' : ''} aria-current={one === view ? 'page' : undefined}>{t(`desk.view.${one}`)}</Link>)}
      </nav>
      <Board view={view} />
    </>
  );
}

function Board({ view }: { view: View }) {
  const { t } = useTranslation('console');
  const home = useQuery(figures(view));
  if (home.isPending) return <div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 8 }} /></div>;
  if (home.isError) return <PageFailure error={home.error} onRetry={() => void home.refetch()} />;
  if (home.data.total.count === 0) return <Empty title={t(`desk.none.${view}`)} hint={t('desk.noneHint')} />;
  return <Figures home={home.data} base="/console" labels={{ total: t(`desk.view.${view}`), awaiting: t('desk.awaiting') }} />;
}
