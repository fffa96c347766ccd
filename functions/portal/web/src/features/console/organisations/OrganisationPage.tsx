import { PlusOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Skeleton, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';

import { ApiError } from '@/shared/api/problem';
import type { OrganisationView } from '@/shared/api/schema.gen';
import { useFilled } from '@/shared/api/useFilled';
import { Empty } from '@/shared/ui/Empty';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { BackLink } from '../common/BackLink';
import { MoreRows } from '../common/MoreRows';
import { PageHead } from '../common/PageHead';
import { organisationList } from '../common/queries';
import { PageFailure } from '../common/refusal';
import { SearchBar, useSearched } from '../common/SearchBar';
import { partyList, partyOf, pathOf, type PartyView } from '../parties/party';
import { PartyDialogs, usePartyDialogs } from '../parties/PartyDialogs';
import { PartyForm } from '../parties/PartyForm';
import { usePartyColumns } from '../parties/usePartyColumns';

/** So many contacts that fit are looked for without being asked. */
const WANTED = 20;

/** An external organisation with its contacts, those that the caller sees (S002-1, S002-3, S002-4). */
export function OrganisationPage() {
  const { t } = useTranslation('console');
  const { organisationId = '' } = useParams();
  const all = useQuery(organisationList());
  const organisation = all.data?.find((one) => one.organisation_id === organisationId);
  usePageTitle(organisation?.name ?? t('nav.organisations'));
  const back = <BackLink to="/console/organisations">{t('nav.organisations')}</BackLink>;
  if (all.isPending) return <>{back}<div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 6 }} /></div></>;
  if (!organisation) return <>{back}<PageFailure whole error={all.error ?? new ApiError('not_found', 404)} onRetry={() => void all.refetch()} /></>;
  return <>{back}<Organisation organisation={organisation} /></>;
}

function Organisation({ organisation }: { organisation: OrganisationView }) {
  const { t } = useTranslation('console');
  const navigate = useNavigate();
  const [creating, setCreating] = useState(false);
  const create = <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setCreating(true)}>{t('parties.newContact')}</Button>;
  return (
    <>
      <PageHead title={organisation.name} lead={t('organisations.one')} actions={create} />
      <Contacts organisationId={organisation.organisation_id} create={create} />
      <PartyForm kind="contact" organisationId={organisation.organisation_id} open={creating} onClose={() => setCreating(false)} onDone={(made) => void navigate(pathOf('contact', partyOf(made).id))} />
    </>
  );
}

function Contacts({ organisationId, create }: { organisationId: string; create: React.ReactNode }) {
  const { t } = useTranslation('console');
  const { q, clear } = useSearched();
  const list = useInfiniteQuery(partyList('contact', q));
  const dialogs = usePartyDialogs();
  const columns = usePartyColumns('contact', dialogs.start).filter(({ key }) => key !== 'organisation');
  const loaded = list.data?.pages.flatMap((page) => page.items) ?? [];
  const rows = loaded.filter((one) => 'organisation_id' in one && one.organisation_id === organisationId);
  useFilled(list, rows.length, WANTED);
  if (list.isError) return <PageFailure error={list.error} onRetry={() => void list.refetch()} />;
  const reading = list.isPending || (rows.length === 0 && list.isFetching);
  return (
    <>
      <SearchBar label={t('parties.search')} hint={t('parties.searchHint')} />
      {reading ? <div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 5 }} /></div> : null}
      {!reading && rows.length === 0 && !list.hasNextPage ? (
        <Empty title={t(q ? 'parties.noMatch' : 'organisations.noContacts')} hint={t(q ? 'parties.noMatchHint' : 'organisations.noContactsHint')} action={q ? <Button onClick={clear}>{t('clear')}</Button> : create} />
      ) : null}
      {rows.length > 0 ? <Table<PartyView> className="grid" rowKey={(one) => partyOf(one).id} columns={columns} dataSource={rows} pagination={false} /> : null}
      {list.hasNextPage ? <p className="note">{t('parties.filterNote', { shown: rows.length, loaded: loaded.length })}</p> : null}
      <MoreRows list={list} />
      <PartyDialogs {...dialogs} />
    </>
  );
}
