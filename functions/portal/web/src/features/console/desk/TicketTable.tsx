import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, DatePicker, Select, Skeleton } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { useFilled } from '@/shared/api/useFilled';
import { Empty } from '@/shared/ui/Empty';

import { MoreRows } from '@/shared/ui/MoreRows';
import { PageFailure } from '../common/refusal';
import { SearchField } from '../common/SearchField';
import { PAGE, queueList, STATES, ticketList, type View } from './queries';
import { SaveView } from './SaveView';
import { TicketLine } from './TicketLine';

interface Props {
  view: View;
  /** What the list is called, where somebody kept it. */
  saved?: string | undefined;
  onSave: (name: string) => void;
  onRemove: () => void;
}

/** Tickets of a view, the latest first, by what is looked for. What is chosen is in the address. */
export function TicketTable({ view, saved, onSave, onRemove }: Props) {
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
      <Filters clear={narrowed ? () => setParams({ view }, { replace: true }) : undefined}>
        {saved ? <Button type="link" onClick={onRemove}>{t('desk.removeView', { name: saved })}</Button> : null}
        {narrowed && !saved ? <SaveView onSave={onSave} /> : null}
      </Filters>
      {list.isError ? <PageFailure error={list.error} onRetry={() => void list.refetch()} /> : null}
      {reading ? <div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 6 }} /></div> : null}
      {!reading && list.isSuccess && rows.length === 0 ? <Empty title={t(narrowed ? 'desk.noMatch' : `desk.none.${view}`)} hint={t(narrowed ? 'parties.noMatchHint' : `desk.noneHints.${view}`)} /> : null}
      {rows.length > 0 ? <ul className="panel ticket-lines grid">{rows.map((ticket) => <li key={ticket.ticket_id}><TicketLine ticket={ticket} /></li>)}</ul> : null}
      <MoreRows list={list} />
    </>
  );
}

function Filters({ clear, children }: { clear?: () => void; children: ReactNode }) {
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
      {children}
    </div>
  );
}
