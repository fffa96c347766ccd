import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { TicketView } from '@/shared/api/schema.gen';
import { useAccount } from '@/shared/session/useMe';
import { Empty } from '@/shared/ui/Empty';
import { Failure } from '@/shared/ui/Failure';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { submittedTickets } from '../tickets/queries';
import { TicketRow } from '../tickets/TicketRow';
import '../tickets/tickets.css';
import { usePortal } from '../usePortal';
import { KeyFigures } from './KeyFigures';
import { Satisfaction } from './Satisfaction';
import { StateChart } from './StateChart';
import { TrendChart } from './TrendChart';
import './home.css';

const RECENT = 5;

/** The first page of a customer: what needs him, how much there is, what is new (S001-7, S001-8, ET-5). */
export function HomePage() {
  const { t } = useTranslation('portal');
  const me = useAccount();
  const { newTicket } = usePortal();
  const counted = useQuery(submittedTickets());
  usePageTitle(t('nav.home'));
  return (
    <>
      <div className="home-head">
        <div>
          <h1>{t('home.hello', { name: me.account.name })}</h1>
          <p>{t('home.lead', { company: me.active_identity.tenant_name })}</p>
        </div>
        <Button className="home-new" type="primary" size="large" icon={<PlusOutlined />} onClick={() => newTicket()}>{t('newTicket')}</Button>
      </div>
      {counted.isPending ? <div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 6 }} /></div> : null}
      {counted.isError ? <Failure error={counted.error} onRetry={() => void counted.refetch()} /> : null}
      {counted.data ? <Board tickets={counted.data.tickets} more={counted.data.more} onNew={() => newTicket()} /> : null}
    </>
  );
}

function Board({ tickets, more, onNew }: { tickets: TicketView[]; more: boolean; onNew: () => void }) {
  const { t } = useTranslation('portal');
  if (tickets.length === 0) {
    return <Empty title={t('tickets.none')} hint={t('tickets.noneHint')} action={<Button type="primary" onClick={onNew}>{t('newTicket')}</Button>} />;
  }
  return (
    <>
      <KeyFigures tickets={tickets} more={more} />
      <div className="home-grid">
        <section className="panel home-recent" aria-labelledby="recent">
          <div className="panel-head">
            <h2 id="recent">{t('home.recent')}</h2>
            <Link to="/tickets">{t('home.allTickets')}</Link>
          </div>
          <ul className="rows">
            {tickets.slice(0, RECENT).map((ticket) => <li key={ticket.ticket_id}><TicketRow ticket={ticket} /></li>)}
          </ul>
        </section>
        <StateChart tickets={tickets} />
        <TrendChart tickets={tickets} />
        <Satisfaction tickets={tickets} />
      </div>
      {more ? <p className="home-note">{t('home.newest', { count: tickets.length })}</p> : null}
    </>
  );
}
