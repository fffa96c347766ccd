import { PlusOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Input, Select, Table } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, useNavigate, useSearchParams } from 'react-router';

import { Empty } from '@/shared/ui/Empty';
import { MoreRows } from '@/shared/ui/MoreRows';
import { Tabs } from '@/shared/ui/Tabs';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { PageHead } from '../common/PageHead';
import { PageFailure } from '../common/refusal';
import { PartyDialogs, usePartyDialogs } from './PartyDialogs';
import { PartyForm } from './PartyForm';
import { ACCOUNT_STATES, type Kind, PAGE, partyList, partyOf, pathOf, type PartyView } from './party';
import { usePartyColumns } from './usePartyColumns';

/** Customers (S000-1, S000-3). */
export function CustomersPage() {
  return <PartiesPage kind="customer" />;
}

/** Contacts of external organisations (S000-1, S000-3). */
export function ContactsPage() {
  return <PartiesPage kind="contact" />;
}

function PartiesPage({ kind }: { kind: Kind }) {
  const { t } = useTranslation('console');
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  // The address says so too: a form to fill in can be led to.
  const creating = params.has('new');
  const setCreating = (open: boolean) =>
    setParams((now) => {
      if (open) now.set('new', '1');
      else now.delete('new');
      return now;
    }, { replace: true });
  usePageTitle(t(kind === 'contact' ? 'kinds.contacts' : 'kinds.customers'));
  const create = <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setCreating(true)}>{t(kind === 'contact' ? 'parties.newContact' : 'parties.newCustomer')}</Button>;
  return (
    <>
      <PageHead title={t('nav.customers')} lead={t('parties.lead')} actions={create} />
      <Tabs label={t('parties.kinds')}>
        <NavLink to="/console/customers" end>{t('kinds.customers')}</NavLink>
        <NavLink to="/console/contacts" end>{t('kinds.contacts')}</NavLink>
      </Tabs>
      <PartyTable key={kind} kind={kind} create={create} />
      <PartyForm kind={kind} open={creating} onClose={() => setCreating(false)} onDone={(made) => void navigate(pathOf(kind, partyOf(made).id))} />
    </>
  );
}

/** The list, which is searched and narrowed; of contacts also those of one organisation. */
export function PartyTable({ kind, create, organisationId }: { kind: Kind; create: React.ReactNode; organisationId?: string }) {
  const { t } = useTranslation('console');
  const [params, setParams] = useSearchParams();
  const q = params.get('q') ?? '';
  const state = params.get('account') ?? '';
  const list = useInfiniteQuery(partyList(kind, { q, account_state: state, organisation_id: organisationId }));
  const dialogs = usePartyDialogs();
  const columns = usePartyColumns(kind, dialogs.start).filter(({ key }) => organisationId === undefined || key !== 'organisation');
  const set = (name: string, value: string) =>
    setParams((now) => {
      if (value) now.set(name, value);
      else now.delete(name);
      return now;
    }, { replace: true });
  if (list.isError) return <PageFailure error={list.error} onRetry={() => void list.refetch()} />;
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const narrowed = q !== '' || state !== '';
  // The API looks through 500 rows at a time: what fits may be further back.
  const isShort = (list.data?.pages.at(-1)?.items.length ?? PAGE) < PAGE;
  return (
    <>
      <div className="filters">
        <Search key={q} q={q} onSearch={(text) => set('q', text)} />
        <Select
          aria-label={t('parties.accountState')}
          className="filter-state"
          value={state}
          onChange={(value) => set('account', value)}
          options={[{ value: '', label: t('parties.anyState') }, ...ACCOUNT_STATES.map((one) => ({ value: one, label: t(`accountStates.${one}`) }))]}
        />
        {narrowed ? <Button type="link" onClick={() => setParams({}, { replace: true })}>{t('clear')}</Button> : null}
      </div>
      {list.isSuccess && rows.length === 0 && !list.hasNextPage ? (
        <Empty title={t(narrowed ? 'parties.noMatch' : 'parties.none')} hint={t(narrowed ? 'parties.noMatchHint' : 'parties.noneHint')} action={narrowed ? undefined : create} />
      ) : (
        <Table<PartyView> className="grid" rowKey={(one) => partyOf(one).id} columns={columns} dataSource={rows} loading={list.isPending} pagination={false} />
      )}
      {isShort && list.hasNextPage ? <p className="note">{t('parties.filterNote')}</p> : null}
      <MoreRows list={list} />
      <PartyDialogs {...dialogs} />
    </>
  );
}

/** Searches a moment after typing ends, or at Enter. */
function Search({ q, onSearch }: { q: string; onSearch: (text: string) => void }) {
  const { t } = useTranslation('console');
  const [typed, setTyped] = useState(q);
  useEffect(() => {
    if (typed.trim() === q) return undefined;
    const timer = setTimeout(() => onSearch(typed.trim()), 600);
    return () => clearTimeout(timer);
  }, [typed, q, onSearch]);
  return (
    <Input.Search
      className="filter-search"
      allowClear
      value={typed}
      maxLength={100}
      placeholder={t('parties.searchHint')}
      aria-label={t('parties.search')}
      onChange={(event) => setTyped(event.target.value)}
      onSearch={(text) => onSearch(text.trim())}
    />
  );
}
