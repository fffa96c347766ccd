import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';

import { useFilled } from '@/shared/api/useFilled';
import type { OrganisationView } from '@/shared/api/schema.gen';
import { Empty } from '@/shared/ui/Empty';
import { LinkButton } from '@/shared/ui/LinkButton';
import { MoreRows } from '@/shared/ui/MoreRows';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { PageHead } from '../common/PageHead';
import { PageFailure } from '../common/refusal';
import { partyOf, pathOf } from '../parties/party';
import { PartyForm } from '../parties/PartyForm';
import { organisationPages } from './queries';
import { SearchBar, useSearched } from './SearchBar';

/** So many rows that fit are looked for without being asked. */
const WANTED = 20;

/** The external organisations 外部组织, each with the way to its contacts (S002-1, S002-2, S002-3). */
export function OrganisationsPage() {
  const { t } = useTranslation('console');
  const navigate = useNavigate();
  const [into, setInto] = useState<string>();
  usePageTitle(t('nav.organisations'));
  return (
    <>
      <PageHead title={t('nav.organisations')} lead={t('organisations.lead')} />
      <OrganisationList onNew={setInto} />
      <PartyForm key={into} kind="contact" organisationId={into} open={into !== undefined} onClose={() => setInto(undefined)} onDone={(made) => void navigate(pathOf('contact', partyOf(made).id))} />
    </>
  );
}

function OrganisationList({ onNew }: { onNew: (organisationId: string) => void }) {
  const { t } = useTranslation('console');
  const { q, clear } = useSearched();
  const list = useInfiniteQuery(organisationPages());
  const all = list.data?.pages.flatMap((page) => page.items) ?? [];
  const rows = all.filter(({ name }) => name.toLowerCase().includes(q.toLowerCase()));
  useFilled(list, rows.length, WANTED);
  if (list.isError) return <PageFailure error={list.error} onRetry={() => void list.refetch()} />;
  const reading = list.isPending || (rows.length === 0 && list.isFetching);
  return (
    <>
      <SearchBar label={t('organisations.search')} hint={t('organisations.searchHint')} />
      {reading ? <div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 5 }} /></div> : null}
      {!reading && rows.length === 0 ? <None searched={q !== ''} clear={clear} /> : null}
      {rows.length > 0 ? <ul className="panel rows">{rows.map((one) => <li key={one.organisation_id} className="session-row"><Row one={one} onNew={onNew} /></li>)}</ul> : null}
      {q && list.hasNextPage ? <p className="note">{t('parties.filterNote')}</p> : null}
      <MoreRows list={list} />
    </>
  );
}

function None({ searched, clear }: { searched: boolean; clear: () => void }) {
  const { t } = useTranslation('console');
  if (searched) return <Empty title={t('organisations.noMatch')} hint={t('parties.noMatchHint')} action={<Button onClick={clear}>{t('clear')}</Button>} />;
  return <Empty title={t('organisations.none')} hint={t('organisations.noneHint')} />;
}

function Row({ one, onNew }: { one: OrganisationView; onNew: (organisationId: string) => void }) {
  const { t } = useTranslation('console');
  const path = `/console/organisations/${one.organisation_id}`;
  const of = (action: string) => t('actions.of', { action, name: one.name });
  return (
    <>
      <span className="session-text cell-line"><Link to={path}>{one.name}</Link></span>
      <span className="row-actions">
        <LinkButton to={path} size="small" aria-label={of(t('organisations.contacts'))}>{t('organisations.contacts')}</LinkButton>
        <Button size="small" onClick={() => onNew(one.organisation_id)} aria-label={of(t('parties.newContact'))}>{t('parties.newContact')}</Button>
      </span>
    </>
  );
}
