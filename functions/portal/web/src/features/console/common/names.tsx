import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { organisationList, staffList } from './queries';

/** The name of a member of staff. An identity that is not known is shown as its id. */
export function StaffName({ id }: { id?: string | null }) {
  const { t } = useTranslation('console');
  const staff = useQuery(staffList());
  if (!id) return <span className="none">{t('none')}</span>;
  const known = staff.data?.find((one) => one.identity_id === id);
  if (known) return <>{known.name}</>;
  return staff.isPending ? <span className="none">{t('none')}</span> : <span className="mono">{id}</span>;
}

/** Several names, one after the other. */
export function StaffNames({ ids }: { ids: string[] }) {
  const { t } = useTranslation('console');
  if (ids.length === 0) return <span className="none">{t('none')}</span>;
  return (
    <span className="name-list">
      {ids.map((id) => <span key={id} className="name-tag"><StaffName id={id} /></span>)}
    </span>
  );
}

/** The name of an organisation, which leads to it. */
export function OrganisationLink({ id }: { id: string }) {
  const { t } = useTranslation('console');
  const all = useQuery(organisationList());
  const known = all.data?.find((one) => one.organisation_id === id);
  return known ? <Link to={`/console/organisations/${id}`}>{known.name}</Link> : <span className="none">{t('none')}</span>;
}
