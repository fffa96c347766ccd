import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';

import type { GetTicketCustomerOutput, OtherTicket, Submitter } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';
import { LANGUAGES } from '@/shared/i18n';
import { StateTag } from '@/shared/ui/StateTag';

import { PageFailure } from '../common/refusal';
import { pathOf } from '../parties/party';
import { customerOf } from './queries';

/** Who the customer is, how he is reached, and what else he submitted: beside the ticket, for who works on it. */
export function Customer({ ticketId, party }: { ticketId: string; party: Submitter }) {
  const { t } = useTranslation('console');
  const found = useQuery(customerOf(ticketId));
  return (
    <aside className="panel beside" aria-labelledby="ticket-customer" aria-busy={found.isPending}>
      <h2 id="ticket-customer">{t('desk.customerOf')}</h2>
      {found.isPending ? <Skeleton active title={false} paragraph={{ rows: 4 }} /> : null}
      {found.isError ? <PageFailure error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data ? <Known customer={found.data} party={party} /> : null}
    </aside>
  );
}

function Known({ customer, party }: { customer: GetTicketCustomerOutput; party: Submitter }) {
  const { t } = useTranslation('console');
  const { name, organisation, mobile, phone, email, language, security_level: level, remark, tickets } = customer;
  const page = party.contact_id ? pathOf('contact', party.contact_id) : party.customer_id ? pathOf('customer', party.customer_id) : null;
  return (
    <>
      <p className="beside-name"><b>{name}</b>{organisation ? <span>{organisation}</span> : null}</p>
      <dl className="facts one">
        {mobile ? <div className="fact"><dt>{t('fields.mobile')}</dt><dd><a href={`tel:${mobile}`}>{mobile}</a></dd></div> : null}
        {phone ? <div className="fact"><dt>{t('fields.phone')}</dt><dd><a href={`tel:${phone}`}>{phone}</a></dd></div> : null}
        {email ? <div className="fact"><dt>{t('fields.email')}</dt><dd><a href={`mailto:${email}`}>{email}</a></dd></div> : null}
        <div className="fact"><dt>{t('fields.language')}</dt><dd>{LANGUAGES[language as keyof typeof LANGUAGES] ?? language}</dd></div>
        {level ? <div className="fact"><dt>{t('fields.security_level')}</dt><dd>{level}</dd></div> : null}
        {remark ? <div className="fact"><dt>{t('fields.remark')}</dt><dd className="quote">{remark}</dd></div> : null}
      </dl>
      {customer.may_view && page ? <p><Link to={page}>{t('desk.openCustomer')}</Link></p> : null}
      <h3>{t('desk.others')}</h3>
      {tickets.length === 0 ? <p className="none">{t('desk.noOthers')}</p> : <ul className="beside-tickets">{tickets.map((ticket) => <li key={ticket.ticket_id}><Other ticket={ticket} /></li>)}</ul>}
    </>
  );
}

function Other({ ticket }: { ticket: OtherTicket }) {
  const { search } = useLocation();
  const { dateTime, relative } = useFormat();
  return (
    <>
      <Link to={{ pathname: `/console/tickets/${ticket.ticket_id}`, search }}>{ticket.title}</Link>
      <span className="beside-more"><StateTag state={ticket.state} /><time dateTime={ticket.submitted_at} title={dateTime(ticket.submitted_at)}>{relative(ticket.submitted_at)}</time></span>
    </>
  );
}
