import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, DatePicker, Select, Skeleton, Table, type TableColumnsType } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';

import type { TicketView } from '@/shared/api/schema.gen';
import { useFilled } from '@/shared/api/useFilled';
import { useFormat } from '@/shared/format/useFormat';
import { useAccount } from '@/shared/session/useMe';
import { Empty } from '@/shared/ui/Empty';
import { Tabs } from '@/shared/ui/Tabs';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { MoreRows } from '../common/MoreRows';
import { PageHead } from '../common/PageHead';
import { PageFailure } from '../common/refusal';
import { SearchField } from '../common/SearchField';
import { DeskState } from './DeskState';
import { PAGE, queueList, STATES, ticketList, type View, VIEWS } from './queries';
import { Waiting } from './Waiting';

/** The desk: what waits in the own queues, what one has taken on, and all (ET-2, ET-3). */
export function DeskPage() {
  const { t } = useTranslation('console');
  const [params] = useSearchParams();
  const view = VIEWS.find((one) => one === params.get('view')) ?? null;
  const { rights } = useAccount();
  usePageTitle(t('nav.tickets'));
  return (
    <>
      <PageHead title={t('desk.title')} lead={t('desk.lead')} />
      <Tabs label={t('desk.views')}>
        <ViewLink to="/console/tickets" current={view === null}>{t('desk.waiting')}</ViewLink>
        {VIEWS.filter((one) => one !== 'all' || rights?.includes('view_all_tickets')).map((one) => <ViewLink key={one} to={`/console/tickets?view=${one}`} current={view === one}>{t(`desk.view.${one}`)}</ViewLink>)}
      </Tabs>
      {view === null ? <Waiting /> : <TicketTable key={view} view={view} />}
    </>
  );
}

function ViewLink({ to, current, children }: { to: string; current: boolean; children: string }) {
  return <Link to={to} className={current ? 'active' : ''} aria-current={current ? 'page' : undefined}>{children}</Link>;
}

function TicketTable({ view }: { view: View }) {
  const { t } = useTranslation('console');
  const [params, setParams] = useSearchParams();
  const value = (name: string) => params.get(name) ?? undefined;
  const wanted = { view, queue_id: value('queue'), state: value('state'), q: value('q'), from: value('from'), until: value('until'), stars: value('stars') };
  const list = useInfiniteQuery({ ...ticketList(wanted), refetchInterval: 30_000 });
  const narrowed = Object.values(wanted).filter(Boolean).length > 1;
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  useFilled(list, rows.length, PAGE);
  const reading = list.isPending || (rows.length === 0 && list.isFetching);
  return (
    <>
      <Filters clear={narrowed ? () => setParams({ view }, { replace: true }) : undefined} />
      {list.isError ? <PageFailure error={list.error} onRetry={() => void list.refetch()} /> : null}
      {reading ? <div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 6 }} /></div> : null}
      {!reading && list.isSuccess && rows.length === 0 ? <Empty title={t(narrowed ? 'desk.noMatch' : `desk.none.${view}`)} hint={t(narrowed ? 'parties.noMatchHint' : `desk.noneHints.${view}`)} /> : null}
      {rows.length > 0 ? <Tickets rows={rows} /> : null}
      <MoreRows list={list} />
    </>
  );
}

function Filters({ clear }: { clear?: () => void }) {
  const { t } = useTranslation('console');
  const { t: common } = useTranslation();
  const [params, setParams] = useSearchParams();
  const queues = useQuery(queueList());
  const set = (values: Record<string, string>) =>
    setParams((now) => {
      for (const [name, value] of Object.entries(values)) {
        if (value) now.set(name, value);
        else now.delete(name);
      }
      return now;
    }, { replace: true });
  const from = params.get('from');
  const until = params.get('until');
  return (
    <div className="filters">
      <SearchField q={params.get('q') ?? ''} label={t('desk.search')} hint={t('desk.searchHint')} onSearch={(q) => set({ q })} />
      <Select aria-label={t('desk.state')} className="filter-state" value={params.get('state') ?? ''} onChange={(state) => set({ state })} options={[{ value: '', label: t('desk.anyState') }, ...STATES.map((state) => ({ value: state, label: state === 'awaiting_customer' ? t('desk.awaiting') : common(`states.${state}`) }))]} />
      <Select aria-label={t('desk.queue')} className="filter-state" value={params.get('queue') ?? ''} onChange={(queue) => set({ queue })} options={[{ value: '', label: t('desk.anyQueue') }, ...(queues.data ?? []).map((queue) => ({ value: queue.queue_id, label: queue.name }))]} />
      <DatePicker.RangePicker
        className="filter-range"
        aria-label={t('desk.submitted')}
        allowEmpty={[true, true]}
        value={[from ? dayjs(from) : null, until ? dayjs(until).subtract(1, 'day') : null]}
        onChange={(range) => set({ from: range?.[0]?.startOf('day').toISOString() ?? '', until: range?.[1]?.add(1, 'day').startOf('day').toISOString() ?? '' })}
      />
      {params.get('stars') ? <span>{t('desk.starred', { count: Number(params.get('stars')) })}</span> : null}
      {clear ? <Button type="link" onClick={clear}>{t('clear')}</Button> : null}
    </div>
  );
}

function Tickets({ rows }: { rows: TicketView[] }) {
  const { t } = useTranslation('console');
  const { dateTime, relative } = useFormat();
  const columns: TableColumnsType<TicketView> = [
    {
      key: 'title',
      title: t('desk.ticket'),
      render: (_, one) => (
        <span className="cell-name">
          <span className="cell-line"><Link to={`/console/tickets/${one.ticket_id}`}>{one.title}</Link></span>
          <span className="cell-more"><span className="mono">{one.number}</span> · {one.submitter.name}</span>
        </span>
      ),
    },
    { key: 'queue', title: t('desk.queue'), responsive: ['lg'], render: (_, one) => one.queue.name },
    { key: 'state', title: t('desk.state'), render: (_, one) => <DeskState ticket={one} /> },
    { key: 'acceptor', title: t('desk.acceptor'), responsive: ['md'], render: (_, one) => one.acceptor?.name ?? <span className="none">{t('none')}</span> },
    { key: 'submitted', title: t('desk.submitted'), responsive: ['md'], render: (_, one) => <time dateTime={one.submitted_at} title={dateTime(one.submitted_at)}>{relative(one.submitted_at)}</time> },
  ];
  return <Table<TicketView> className="grid" rowKey="ticket_id" columns={columns} dataSource={rows} pagination={false} />;
}
