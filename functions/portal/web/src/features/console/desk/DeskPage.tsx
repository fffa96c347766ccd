import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { Suspense } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useMatch, useSearchParams } from 'react-router';

import type { QueueLine } from '@/shared/api/schema.gen';
import { useAccount } from '@/shared/session/useMe';
import { lazily } from '@/shared/ui/lazily';
import { Tabs } from '@/shared/ui/Tabs';
import { useMedia } from '@/shared/ui/useMedia';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { PageHead } from '../common/PageHead';
import { useKeys } from '../common/useKeys';
import { ChosenContext, useChoosing } from './chosen';
import { queuesOf, queueList, type View, VIEWS } from './queries';
import { useSavedViews } from './savedViews';
import { useStep } from './step';
import { Waiting } from './Waiting';

// The first view does without filters and dates.
const Bulk = lazily(() => import('./Bulk').then((module) => module.Bulk));
const TicketTable = lazily(() => import('./TicketTable').then((module) => module.TicketTable));

/** Where the list and the ticket have room side by side. */
const SPLIT = '(min-width: 1280px)';
const LOOK_AGAIN = 10_000;

/**
 * The desk: what waits in the own queues, what one has taken on, and all (ET-2, ET-3). A ticket opens beside the list
 * where there is room; the list stays as it is.
 */
export function DeskPage() {
  const { t } = useTranslation('console');
  const [params] = useSearchParams();
  const opened = useMatch('/console/tickets/:ticketId');
  const split = useMedia(SPLIT);
  const view = VIEWS.find((one) => one === params.get('view')) ?? null;
  const queues = useQuery({ ...queueList(), refetchInterval: LOOK_AGAIN });
  const waiting = queuesOf(queues.data).reduce((sum, queue) => sum + (queue.waiting?.all ?? 0), 0);
  usePageTitle(opened ? '' : t('nav.tickets'), waiting);
  const step = useStep();
  useKeys({ j: () => step(1), k: () => step(-1) });
  // The ticket has one place in the tree: whoever makes the window narrower keeps the dialog in which he writes.
  return (
    <div className={opened && split ? 'desk desk-split' : 'desk'}>
      {opened && !split ? null : <DeskList queues={queues} view={view} waiting={waiting} headed={!opened} />}
      {opened ? <div className="desk-ticket"><Outlet /></div> : null}
    </div>
  );
}

interface ListProps {
  queues: UseQueryResult<QueueLine[]>;
  /** The view that is shown; what waits, where none is chosen. */
  view: View | null;
  waiting: number;
  /** Whether it is the page, and not beside a ticket. */
  headed: boolean;
}

function DeskList({ queues, view, waiting, headed }: ListProps) {
  const { t } = useTranslation('console');
  const { rights } = useAccount();
  const [params] = useSearchParams();
  const { views, save, remove } = useSavedViews();
  const choosing = useChoosing(view ?? '');
  const pick = () => {
    const row = document.activeElement?.closest('.ticket-line');
    if (!row) return;
    flushSync(choosing.start);
    row.querySelector<HTMLInputElement>('.line-pick input')?.click();
  };
  useKeys({ x: pick, ...(choosing.on ? { Escape: choosing.stop } : {}) });
  const chosen = views.find(({ query }) => query === params.toString());
  return (
    <ChosenContext value={choosing}>
      <section className="desk-list" aria-label={t('desk.title')}>
        {headed ? <PageHead title={t('desk.title')} actions={choosing.on ? null : <Button onClick={choosing.start}>{t('desk.bulk.start')}</Button>} /> : null}
        <Tabs label={t('desk.views')}>
          <ViewLink to="/console/tickets" current={view === null} count={waiting}>{t('desk.waiting')}</ViewLink>
          {VIEWS.filter((one) => one !== 'all' || rights?.includes('view_all_tickets')).map((one) => <ViewLink key={one} to={`/console/tickets?view=${one}`} current={view === one && !chosen}>{t(`desk.view.${one}`)}</ViewLink>)}
          {views.map((one) => <ViewLink key={one.name} to={`/console/tickets?${one.query}`} current={one === chosen}>{one.name}</ViewLink>)}
        </Tabs>
        {choosing.on ? <Suspense><Bulk /></Suspense> : null}
        {view === null ? <Waiting queues={queues} /> : <Suspense fallback={<div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 6 }} /></div>}><TicketTable key={view} view={view} saved={chosen?.name} onSave={(name) => save({ name, query: params.toString() })} onRemove={() => chosen && remove(chosen.name)} /></Suspense>}
      </section>
    </ChosenContext>
  );
}

function ViewLink({ to, current, count, children }: { to: string; current: boolean; count?: number; children: string }) {
  return <Link to={to} className={current ? 'active' : ''} aria-current={current ? 'page' : undefined}>{children}{count ? <> <span className="tab-count">{count}</span></> : null}</Link>;
}
