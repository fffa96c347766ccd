import type { TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { useFormat } from '@/shared/format/useFormat';

import { OrganisationLink, StaffName } from '../common/names';
import { AccountMark } from './AccountMark';
import { PartyActions } from './PartyActions';
import { type Kind, type Party, type PartyAction, partyOf, pathOf, type PartyView } from './party';

/** The columns of the list. On a phone the first one says all that is needed. */
export function usePartyColumns(kind: Kind, start: (action: PartyAction, party: Party) => void): TableColumnsType<PartyView> {
  const { t } = useTranslation('console');
  const { date } = useFormat();
  const organisation: TableColumnsType<PartyView> =
    kind === 'contact'
      ? [{ key: 'organisation', title: t('fields.organisation_id'), responsive: ['lg'], render: (_, one) => ('organisation_id' in one ? <OrganisationLink id={one.organisation_id} /> : null) }]
      : [];
  return [
    {
      key: 'name',
      title: t(kind === 'contact' ? 'fields.person' : 'fields.name'),
      render: (_, one) => (
        <span className="cell-name">
          <span className="cell-line">
            <Link to={pathOf(kind, partyOf(one).id)}>{one.name}</Link>
            {one.account?.state === 'offboarded' ? <span className="left-mark">{t('leftMark')}</span> : null}
            <span className="on-phone"><AccountMark account={one.account} /></span>
          </span>
          <span className="cell-more">{[one.mobile, one.email].filter(Boolean).join(' · ') || t('parties.noAddress')}</span>
        </span>
      ),
    },
    ...organisation,
    { key: 'owner', title: t('fields.owner'), responsive: ['lg'], render: (_, one) => <StaffName id={one.owner} /> },
    { key: 'service_owner', title: t('fields.service_owner'), responsive: ['xl'], render: (_, one) => <StaffName id={one.service_owner} /> },
    {
      key: 'account',
      title: t('parties.account'),
      responsive: ['sm'],
      render: (_, one) => (
        <span className="cell-name">
          <span><AccountMark account={one.account} /></span>
          {one.account?.login ? <span className="cell-more mono">{one.account.login}</span> : null}
        </span>
      ),
    },
    { key: 'created', title: t('parties.created'), responsive: ['xxl'], render: (_, one) => date(one.created_at) },
    { key: 'actions', title: t('parties.actions'), width: 1, className: 'cell-actions', render: (_, one) => <PartyActions party={partyOf(one)} start={start} /> },
  ];
}
