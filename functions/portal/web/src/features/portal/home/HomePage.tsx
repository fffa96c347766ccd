import { PlusOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { Figures } from '@/features/figures/Figures';
import { figures } from '@/features/figures/queries';
import { useAccount } from '@/shared/session/useMe';
import { Empty } from '@/shared/ui/Empty';
import { Failure } from '@/shared/ui/Failure';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { ticketList } from '../tickets/queries';
import { TicketRow } from '../tickets/TicketRow';
import '../tickets/tickets.css';
import { usePortal } from '../usePortal';
import './home.css';

const RECENT = 5;

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
      <Board onNew={isOpen ? () => newTicket() : undefined} />
    </>
  );
}

function Board({ onNew }: { onNew?: (() => void) | undefined }) {
  const { t } = useTranslation(['portal', 'common']);
  const home = useQuery(figures('submitted'));
  const recent = useInfiniteQuery({ ...ticketList({ view: 'submitted' }, RECENT), enabled: onNew !== undefined });
  if (home.isPending) return <div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 6 }} /></div>;
  if (home.isError) return <Failure error={home.error} onRetry={() => void home.refetch()} />;
  const tickets = recent.data?.pages[0]?.items ?? [];
  // The figures follow what happens by some seconds: a ticket of just now is in the list already.
  if (home.data.total.count === 0 && tickets.length === 0) {
    const action = onNew ? <Button type="primary" icon={<PlusOutlined />} onClick={onNew}>{t('newTicket')}</Button> : undefined;
    return <Empty title={t('tickets.none')} hint={t('tickets.noneHint')} action={action} />;
  }
  return (
    <Figures home={home.data} base="" labels={{ total: t('home.submitted'), awaiting: t('common:states.awaiting_customer') }}>
      {onNew ? (
        <section className="panel home-recent" aria-labelledby="recent" aria-busy={recent.isPending}>
          <div className="panel-head">
            <h2 id="recent">{t('home.recent')}</h2>
            <Link to="/tickets">{t('home.allTickets')}</Link>
          </div>
          {recent.isError ? <Failure error={recent.error} onRetry={() => void recent.refetch()} /> : null}
          <ul className="rows">
            {tickets.map((ticket) => <li key={ticket.ticket_id}><TicketRow ticket={ticket} /></li>)}
          </ul>
        </section>
      ) : null}
    </Figures>
  );
}
