import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, DatePicker, Input, Select, Table, type TableColumnsType } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { api, call } from '@/shared/api/client';
import type { EntryView } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';
import { Empty } from '@/shared/ui/Empty';
import { MoreRows } from '@/shared/ui/MoreRows';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { PageHead } from '../common/PageHead';
import { staffList } from '../common/queries';
import { PageFailure } from '../common/refusal';

type Filter = 'target' | 'actor' | 'from' | 'until';

/** Who did what to which account, and when (F33). */
export function AuditPage() {
  const { t } = useTranslation('console');
  usePageTitle(t('nav.audit'));
  return (
    <>
      <PageHead title={t('audit.title')} lead={t('audit.lead')} />
      <Filters />
      <Entries />
    </>
  );
}

function Filters() {
  const { t } = useTranslation('console');
  const [params, setParams] = useSearchParams();
  const staff = useQuery(staffList());
  // The API takes a target or an actor: choosing one lets go of the other.
  const set = (values: Partial<Record<Filter, string>>) =>
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
      <Select
        className="filter-state"
        allowClear
        aria-label={t('audit.actor')}
        placeholder={t('audit.anyActor')}
        value={params.get('actor') ?? undefined}
        onChange={(actor?: string) => set({ actor: actor ?? '', target: '' })}
        showSearch={{ optionFilterProp: 'label' }}
        options={staff.data?.map((one) => ({ value: one.identity_id, label: one.name }))}
      />
      <DatePicker.RangePicker
        className="filter-range"
        aria-label={t('audit.period')}
        allowEmpty={[true, true]}
        value={[from ? dayjs(from) : null, until ? dayjs(until).subtract(1, 'day') : null]}
        onChange={(range) => set({ from: range?.[0]?.startOf('day').toISOString() ?? '', until: range?.[1]?.add(1, 'day').startOf('day').toISOString() ?? '' })}
      />
      <Input.Search
        key={params.get('target') ?? ''}
        className="filter-search"
        allowClear
        defaultValue={params.get('target') ?? ''}
        placeholder={t('audit.targetHint')}
        aria-label={t('audit.target')}
        onSearch={(target) => set({ target: target.trim(), actor: '' })}
      />
      {params.size > 0 ? <Button type="link" onClick={() => setParams({}, { replace: true })}>{t('clear')}</Button> : null}
    </div>
  );
}

function Entries() {
  const { t } = useTranslation('console');
  const [params] = useSearchParams();
  const value = (name: Filter) => params.get(name) ?? undefined;
  const query = { target: value('target'), actor: value('actor'), from: value('from'), until: value('until') };
  const list = useInfiniteQuery({
    queryKey: ['audit', query],
    queryFn: ({ pageParam }) => call(api.GET('/api/audit', { params: { query: { ...query, limit: 30, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  const columns = useAuditColumns();
  if (list.isError) return <PageFailure error={list.error} onRetry={() => void list.refetch()} />;
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.isSuccess && rows.length === 0) return <Empty title={t('audit.none')} hint={t('audit.noneHint')} />;
  return (
    <>
      <Table<EntryView> className="grid" rowKey="audit_id" columns={columns} dataSource={rows} loading={list.isPending} pagination={false} />
      <MoreRows list={list} />
    </>
  );
}

function useAuditColumns(): TableColumnsType<EntryView> {
  const { t, i18n } = useTranslation('console');
  const { dateTime } = useFormat();
  const [, setParams] = useSearchParams();
  const act = (name: string) => {
    const key = `acts.${name.replaceAll('.', '_')}`;
    return i18n.exists(key, { ns: 'console' }) ? i18n.t(key, { ns: 'console', defaultValue: name }) : name;
  };
  const field = (name: string) => (i18n.exists(`auditFields.${name}`, { ns: 'console' }) ? i18n.t(`auditFields.${name}`, { ns: 'console', defaultValue: name }) : i18n.exists(`fields.${name}`, { ns: 'console' }) ? i18n.t(`fields.${name}`, { ns: 'console', defaultValue: name }) : name);
  // Who is gone has no name any more: his id stays.
  const person = (id: string, name?: string | null) => name ?? <span className="mono">{id}</span>;
  const actor = (one: EntryView) => <span className="cell-name"><span>{one.actor ? person(one.actor, one.actor_name) : <span className="none">{t('audit.nobody')}</span>}</span>{one.on_behalf_of ? <span className="cell-more">{t('audit.for')} {person(one.on_behalf_of, one.on_behalf_of_name)}</span> : null}<span className="cell-more mono">{one.source}</span></span>;
  const changes = ({ changes: all }: EntryView) => (all.length === 0 ? null : (
    <ul className="changes">
      {all.map((change) => <li key={change.field}><span className="cell-more">{field(change.field)}</span> {change.before ? <del>{change.before}</del> : null} {change.after ? <ins>{change.after}</ins> : <span className="none">{t('audit.removed')}</span>}</li>)}
    </ul>
  ));
  // Where a column has no room, the first one has what stands in it.
  return [
    {
      key: 'act',
      title: t('audit.act'),
      render: (_, one) => (
        <span className="cell-name">
          <b className="cell-strong">{act(one.act)}</b>
          <Button type="link" size="small" className={one.target_name ? 'flush target' : 'flush mono target'} title={one.target} aria-label={t('audit.only', { target: one.target_name ?? one.target })} onClick={() => setParams({ target: one.target })}>{one.target_name ?? one.target}</Button>
          <span className="below-lg">{changes(one)}</span>
          <span className="below-sm">{actor(one)}</span>
        </span>
      ),
    },
    {
      key: 'changes',
      title: t('audit.changes'),
      responsive: ['lg'],
      render: (_, one) => changes(one) ?? <span className="none">{t('none')}</span>,
    },
    {
      key: 'actor',
      title: t('audit.actor'),
      responsive: ['sm'],
      render: (_, one) => actor(one),
    },
    { key: 'at', title: t('audit.at'), render: (_, one) => <time dateTime={one.at}>{dateTime(one.at)}</time> },
  ];
}
