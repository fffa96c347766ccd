import { DownOutlined, EditOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Dropdown, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, useParams } from 'react-router';

import { Tabs } from '@/shared/ui/Tabs';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { BackLink } from '../common/BackLink';
import { OrganisationLink } from '../common/names';
import { PageHead } from '../common/PageHead';
import { PageFailure } from '../common/refusal';
import { AccountMark } from './AccountMark';
import { AccountPanel } from './AccountPanel';
import { IdentityAppsPanel } from '../settings/IdentityAppsPanel';
import { DeliveryTable } from '../messages/DeliveryTable';
import { SessionsPanel } from '../people/SessionsPanel';
import { actionsOf, isDangerous, type Kind, type Party, partyOf, partyQuery, pathOf, type PartyView } from './party';
import { PartyDialogs, usePartyDialogs } from './PartyDialogs';
import { PartyFacts } from './PartyFacts';
import { PartyForm } from './PartyForm';

/** A customer. */
export function CustomerPage() {
  return <PartyPage kind="customer" />;
}

/** A contact. */
export function ContactPage() {
  return <PartyPage kind="contact" />;
}

function PartyPage({ kind }: { kind: Kind }) {
  const { t } = useTranslation('console');
  const { partyId = '' } = useParams();
  const found = useQuery(partyQuery(kind, partyId));
  usePageTitle(found.data?.name ?? t(kind === 'contact' ? 'kinds.contact' : 'kinds.customer'));
  const back = <BackLink to={kind === 'contact' ? '/console/contacts' : '/console/customers'}>{t(kind === 'contact' ? 'kinds.contacts' : 'kinds.customers')}</BackLink>;
  if (found.isPending) return <>{back}<div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 8 }} /></div></>;
  if (found.isError) return <>{back}<PageFailure whole error={found.error} onRetry={() => void found.refetch()} /></>;
  return <>{back}<Record view={found.data} /></>;
}

function Record({ view }: { view: PartyView }) {
  const { t } = useTranslation('console');
  const { tab = 'facts' } = useParams();
  // Each time anew, with what is known then; not while it is open: the record is read again when it was saved.
  const [editing, setEditing] = useState({ open: false, times: 0 });
  const dialogs = usePartyDialogs();
  const party = partyOf(view);
  const identityId = party.account?.identity_id;
  const items = [
    { key: 'facts', label: t('party.facts'), children: <PartyFacts view={view} /> },
    ...(party.account ? [{ key: 'account', label: t('party.account'), children: <AccountPanel party={party} start={dialogs.start} /> }] : []),
    ...(identityId
      ? [
          { key: 'messages', label: t('party.messages'), children: <DeliveryTable of={party.kind === 'contact' ? { contact_id: party.id } : { customer_id: party.id }} /> },
          { key: 'sessions', label: t('party.sessions'), children: <SessionsPanel identityId={identityId} name={party.name} /> },
          { key: 'apps', label: t('party.apps'), children: <IdentityAppsPanel identityId={identityId} name={party.name} /> },
        ]
      : []),
  ];
  const shown = items.find((one) => one.key === tab) ?? items[0];
  const path = pathOf(party.kind, party.id);
  return (
    <>
      <PageHead
        title={view.name}
        lead={'organisation_id' in view ? <OrganisationLink id={view.organisation_id} /> : t('kinds.customer')}
        mark={<>{view.account?.state === 'offboarded' ? <span className="left-mark">{t('leftMark')}</span> : null}<AccountMark account={view.account} /></>}
        actions={<RecordActions party={party} start={dialogs.start} edit={view.may_edit ? () => setEditing(({ times }) => ({ open: true, times: times + 1 })) : undefined} />}
      />
      <Tabs label={t('party.parts')}>
        {items.map(({ key, label }) => <NavLink key={key} to={key === 'facts' ? path : `${path}/${key}`} end replace>{label}</NavLink>)}
      </Tabs>
      {shown?.children}
      <PartyForm key={editing.times} kind={party.kind} party={view} open={editing.open} onClose={() => setEditing({ ...editing, open: false })} onDone={() => undefined} />
      <PartyDialogs {...dialogs} />
    </>
  );
}

/** The next step at hand, everything else under 更多 (S000-3, S000-13, S000-21, S000-24). */
function RecordActions({ party, start, edit }: { party: Party; start: ReturnType<typeof usePartyDialogs>['start']; edit?: (() => void) | undefined }) {
  const { t } = useTranslation('console');
  const actions = actionsOf(party.account);
  const [first, ...others] = actions;
  const label = (action: (typeof actions)[number]) => t(action === 'open' ? 'actions.openAccount' : `actions.${action}`);
  const leading = first === 'open' || first === 'request' || first === 'rehire' ? first : undefined;
  const menu = leading ? others : actions;
  return (
    <>
      {leading ? <Button type="primary" onClick={() => start(leading, party)}>{label(leading)}</Button> : null}
      {edit ? <Button icon={<EditOutlined aria-hidden />} onClick={edit}>{t('actions.edit')}</Button> : null}
      {menu.length > 0 ? (
        <Dropdown trigger={['click']} placement="bottomRight" menu={{ items: menu.map((action) => ({ key: action, label: label(action), danger: isDangerous(action), onClick: () => start(action, party) })) }}>
          <Button aria-haspopup="menu">{t('actions.more')} <DownOutlined aria-hidden /></Button>
        </Dropdown>
      ) : null}
    </>
  );
}
