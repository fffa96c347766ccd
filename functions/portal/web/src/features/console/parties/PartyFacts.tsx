import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { useFormat } from '@/shared/format/useFormat';
import { LANGUAGES, type Language } from '@/shared/i18n';

import { OrganisationLink, StaffName, StaffNames } from '../common/names';
import { partyQuery, type PartyView } from './party';

/** What is known of a customer or contact, and who is responsible. */
export function PartyFacts({ view }: { view: PartyView }) {
  const { t } = useTranslation('console');
  const { dateTime } = useFormat();
  const contact = 'contact_id' in view ? view : null;
  return (
    <div className="columns">
      <section className="panel" aria-labelledby="reach">
        <h2 id="reach">{t('party.reach')}</h2>
        <dl className="facts">
          <Fact name={t('fields.mobile')}>{view.mobile}</Fact>
          <Fact name={t('fields.email')}>{view.email}</Fact>
          <Fact name={t('fields.phone')}>{view.phone}</Fact>
          <Fact name={t('fields.language')}>{LANGUAGES[view.language as Language] ?? view.language}</Fact>
          {contact ? <Fact name={t('fields.organisation_id')}><OrganisationLink id={contact.organisation_id} /></Fact> : null}
          {contact?.customer_id ? <Fact name={t('fields.customer_id')}><CustomerLink id={contact.customer_id} /></Fact> : null}
          {contact ? <Fact name={t('fields.security_level')}>{contact.security_level}</Fact> : null}
          <Fact name={t('fields.remark')} wide>{view.remark}</Fact>
        </dl>
      </section>
      <section className="panel" aria-labelledby="responsible">
        <h2 id="responsible">{t('partyForm.responsible')}</h2>
        <dl className="facts">
          <Fact name={t('fields.owner')}><StaffName id={view.owner} /></Fact>
          <Fact name={t('fields.service_owner')}><StaffName id={view.service_owner} /></Fact>
          <Fact name={t('fields.participants')} wide><StaffNames ids={view.participants} /></Fact>
          {contact ? <Fact name={t('fields.shared_with')} wide><StaffNames ids={contact.shared_with} /></Fact> : null}
          <Fact name={t('party.adder')}><StaffName id={view.adder} /></Fact>
          <Fact name={t('parties.created')}>{dateTime(view.created_at)}</Fact>
        </dl>
      </section>
    </div>
  );
}

function Fact({ name, wide, children }: { name: string; wide?: boolean; children: ReactNode }) {
  const { t } = useTranslation('console');
  const empty = children === null || children === undefined || children === '';
  return (
    <div className={wide ? 'fact wide' : 'fact'}>
      <dt>{name}</dt>
      <dd>{empty ? <span className="none">{t('none')}</span> : children}</dd>
    </div>
  );
}

function CustomerLink({ id }: { id: string }) {
  const { t } = useTranslation('console');
  const customer = useQuery(partyQuery('customer', id));
  if (customer.isError) return <span className="none">{t('none')}</span>;
  return <Link to={`/console/customers/${id}`}>{customer.data?.name ?? id}</Link>;
}
