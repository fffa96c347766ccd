import { SearchOutlined } from '@ant-design/icons';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Button, Input, Segmented, Select, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { useFilled } from '@/shared/api/useFilled';
import { useFormat } from '@/shared/format/useFormat';
import { Empty } from '@/shared/ui/Empty';
import { Failure } from '@/shared/ui/Failure';
import { MoreRows } from '@/shared/ui/MoreRows';
import { STATES } from '@/shared/ui/StateTag';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { usePortal } from '../usePortal';
import { DraftList } from './DraftList';
import { type Filter, PAGE, ticketList, VIEWS, type View } from './queries';
import { TicketRow } from './TicketRow';
import './tickets.css';

/** The tickets of a customer (S001-11, S001-12). */
export function TicketsPage() {
  const { t } = useTranslation('portal');
  usePageTitle(t('nav.tickets'));
  return (
    <>
      <h1>{t('tickets.title')}</h1>
      <Tickets views={VIEWS} />
    </>
  );
}

/** Tickets in their views, newest first. What is chosen is in the address. */
export function Tickets({ views }: { views: readonly View[] }) {
  const { t } = useTranslation(['portal', 'common']);
  const [query, setQuery] = useSearchParams();
  const view = views.find((one) => one === query.get('view')) ?? 'submitted';
  const filter: Filter = { view, state: query.get('state') ?? undefined, stars: query.get('stars') ?? undefined, q: query.get('q') ?? undefined, from: query.get('from') ?? undefined, until: query.get('until') ?? undefined };
  const change = (name: string, value: string | undefined) =>
    setQuery(
      (now) => {
        const next = new URLSearchParams(now);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  return (
    <>
      <div className="list-tools">
        {views.length > 1 ? <Segmented<View>
          value={view}
          onChange={(next) => change('view', next)}
          options={views.map((value) => ({ value, label: t(`views.${value}`) }))}
          aria-label={t('views.label')}
        /> : null}
        {view === 'drafts' ? null : <Select
          allowClear
          className="list-state"
          value={filter.state}
          onChange={(next?: string) => change('state', next)}
          placeholder={t('tickets.anyState')}
          aria-label={t('tickets.state')}
          options={STATES.filter((state) => state !== 'draft').map((value) => ({ value, label: t(`common:states.${value}`) }))}
        />}
        {view === 'drafts' ? null : <Input.Search
          allowClear
          key={filter.q}
          className="list-search"
          defaultValue={filter.q}
          onSearch={(text) => change('q', text.trim() || undefined)}
          placeholder={t('tickets.search')}
          aria-label={t('tickets.search')}
          enterButton={<Button icon={<SearchOutlined />} aria-label={t('tickets.find')} />}
          maxLength={80}
        />}
      </div>
      {view === 'drafts' ? null : <Narrowed filter={filter} onClear={() => setQuery({ view })} />}
      {view === 'drafts' ? <DraftList /> : <TicketList filter={filter} onClear={() => setQuery({ view })} />}
    </>
  );
}

/** What the list is narrowed to by a figure that led here, in words. */
function Narrowed({ filter: { from, until, stars }, onClear }: { filter: Filter; onClear: () => void }) {
  const { t } = useTranslation('portal');
  const { date } = useFormat();
  if (!from && !stars) return null;
  // `until` is the first moment that is not in it any more.
  const last = until ? new Date(new Date(until).getTime() - 1).toISOString() : undefined;
  return (
    <p className="period">
      {stars ? t('tickets.starred', { count: Number(stars) }) : null}
      {from ? (last && date(last) !== date(from) ? t('tickets.between', { from: date(from), until: date(last) }) : t('tickets.on', { day: date(from) })) : null}
      <Button type="link" size="small" onClick={onClear}>{t('tickets.clear')}</Button>
    </p>
  );
}

function TicketList({ filter, onClear }: { filter: Filter; onClear: () => void }) {
  const { t } = useTranslation(['portal', 'common']);
  const list = useInfiniteQuery({ ...ticketList(filter), placeholderData: keepPreviousData });
  const { newTicket } = usePortal();
  const tickets = list.data?.pages.flatMap((page) => page.items) ?? [];
  useFilled(list, tickets.length, PAGE);
  if (list.isPending) return <div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 5 }} /></div>;
  if (list.isError) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  const filtered = [filter.state, filter.q, filter.from, filter.stars].some((one) => one !== undefined);
  if (tickets.length === 0) {
    if (list.isFetching) return <div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 5 }} /></div>;
    if (filtered) return <Empty title={t('tickets.noMatch')} hint={t('tickets.noMatchHint')} action={<Button onClick={onClear}>{t('tickets.clearAll')}</Button>} />;
    if (filter.view === 'shared') return <Empty title={t('tickets.noneShared')} hint={t('tickets.noneSharedHint')} />;
    return <Empty title={t('tickets.none')} hint={t('tickets.noneHint')} action={<Button type="primary" onClick={() => newTicket()}>{t('newTicket')}</Button>} />;
  }
  return (
    <>
      <ul className="panel rows">
        {tickets.map((ticket) => <li key={ticket.ticket_id}><TicketRow ticket={ticket} /></li>)}
      </ul>
      <MoreRows list={list} />
    </>
  );
}
