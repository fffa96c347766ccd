import { PlusOutlined } from '@ant-design/icons';
import { type InfiniteData, useInfiniteQuery, type UseInfiniteQueryResult, useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { Figures } from '@/features/figures/Figures';
import { figures } from '@/features/figures/queries';
import type { TicketView, TicketViewList } from '@/shared/api/schema.gen';
import { useAccount } from '@/shared/session/useMe';
import { Empty } from '@/shared/ui/Empty';
import { Failure } from '@/shared/ui/Failure';
import { FirstHint } from '@/shared/ui/FirstHint';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { ticketList } from '../tickets/queries';
import { TicketRow } from '../tickets/TicketRow';
import '../tickets/tickets.css';
import { usePortal } from '../usePortal';
import './home.css';

/** Tickets that are looked at, of which those that are open come first. */
const LATEST = 20;
/** So many that are over are shown below them. */
const RECENT = 5;
/** What is asked of the customer stands above all else. */
const OPEN = ['waiting', 'in_progress'];

/** The first page of a customer: what needs him, how much there is, what is new (S001-7, S001-8, ET-5). */
export function HomePage() {
  const { t } = useTranslation('portal');
  const me = useAccount();
  const { newTicket } = usePortal();
  usePageTitle(t('nav.home'));
  const isOpen = me.apps?.includes('tickets') ?? true;
  return (
    <>
      <div className="home-head">
        <h1>{t('home.hello', { name: me.account.name })}</h1>
        <p>{t('home.lead', { company: me.active_identity.tenant_name })}</p>
      </div>
      <FirstHint guide="/guide" />
      <Board onNew={isOpen ? () => newTicket() : undefined} />
    </>
  );
}

function Board({ onNew }: { onNew?: (() => void) | undefined }) {
  const { t } = useTranslation(['portal', 'common']);
  const home = useQuery(figures('submitted'));
  const asked = useInfiniteQuery({ ...ticketList({ view: 'submitted', state: 'awaiting_customer' }, RECENT), enabled: onNew !== undefined });
  const latest = useInfiniteQuery({ ...ticketList({ view: 'submitted', with: 'places' }, LATEST), enabled: onNew !== undefined });
  // All at once: what comes later would push away what is read already.
  if (home.isPending || (onNew && (asked.isPending || latest.isPending))) return <div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 6 }} /></div>;
  if (home.isError) return <Failure error={home.error} onRetry={() => void home.refetch()} />;
  const tickets = latest.data?.pages[0]?.items ?? [];
  // The figures follow what happens by some seconds: a ticket of just now is in the list already.
  if (home.data.total.count === 0 && tickets.length === 0) {
    const action = onNew ? <Button type="primary" icon={<PlusOutlined />} onClick={onNew}>{t('newTicket')}</Button> : undefined;
    return <Empty title={t('tickets.none')} hint={t('tickets.noneHint')} action={action} />;
  }
  const open = tickets.filter(({ state }) => OPEN.includes(state));
  const over = tickets.filter(({ state }) => !OPEN.includes(state) && state !== 'awaiting_customer');
  const charts = <Figures home={home.data} base="" labels={{ total: t('home.submitted'), awaiting: t('common:states.awaiting_customer') }} />;
  if (!onNew) return charts;
  return (
    <>
      <Asked list={asked} />
      {latest.isError ? <Failure error={latest.error} onRetry={() => void latest.refetch()} /> : null}
      <Part id="open" title={t('home.open', { count: open.length })} tickets={open} more={latest.hasNextPage && over.length === 0} />
      <Part id="recent" title={t('home.recent')} tickets={over.slice(0, RECENT)} more />
      <details className="home-figures">
        <summary>{t('home.figures')}</summary>
        {charts}
      </details>
    </>
  );
}

/** Some tickets, if there are any, and where the others are. */
function Part({ id, title, tickets, more }: { id: string; title: string; tickets: TicketView[]; more: boolean }) {
  const { t } = useTranslation('portal');
  if (tickets.length === 0) return null;
  return (
    <section className="panel home-recent" aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}>{title}</h2>
        {more ? <Link to="/tickets">{t('home.allTickets')}</Link> : null}
      </div>
      <ul className="rows">
        {tickets.map((ticket) => <li key={ticket.ticket_id}><TicketRow ticket={ticket} /></li>)}
      </ul>
    </section>
  );
}

/** What waits for the customer comes before all else. */
function Asked({ list }: { list: UseInfiniteQueryResult<InfiniteData<TicketViewList>> }) {
  const { t } = useTranslation('portal');
  const tickets = list.data?.pages[0]?.items ?? [];
  if (tickets.length === 0) return null;
  return (
    <section className="panel home-recent home-asked" aria-labelledby="asked">
      <div className="panel-head">
        <h2 id="asked">{list.hasNextPage ? t('home.askedMore') : t('home.asked', { count: tickets.length })}</h2>
        {list.hasNextPage ? <Link to="/tickets?state=awaiting_customer">{t('home.allTickets')}</Link> : null}
      </div>
      <ul className="rows">
        {tickets.map((ticket) => <li key={ticket.ticket_id}><TicketRow ticket={ticket} /></li>)}
      </ul>
    </section>
  );
}
