import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';

import { ApiError } from '@/shared/api/problem';
import type { OrganisationView } from '@/shared/api/schema.gen';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { BackLink } from '../common/BackLink';
import { PageHead } from '../common/PageHead';
import { organisationList } from '../common/queries';
import { PageFailure } from '../common/refusal';
import { PartyTable } from '../parties/PartiesPage';
import { partyOf, pathOf } from '../parties/party';
import { PartyForm } from '../parties/PartyForm';

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
      <PartyTable kind="contact" organisationId={organisation.organisation_id} create={create} />
      <PartyForm kind="contact" organisationId={organisation.organisation_id} open={creating} onClose={() => setCreating(false)} onDone={(made) => void navigate(pathOf('contact', partyOf(made).id))} />
    </>
  );
}
