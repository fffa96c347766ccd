import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';

import { Empty } from '@/shared/ui/Empty';
import { Failure } from '@/shared/ui/Failure';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { usePortal } from '../usePortal';
import { ticketList } from './queries';
import { TicketRow } from './TicketRow';
import './tickets.css';

/** The tickets, newest first (S001-11, S001-12). */
export function TicketsPage() {
  const { t } = useTranslation('portal');
  usePageTitle(t('nav.tickets'));
  return (
    <>
      <h1>{t('tickets.title')}</h1>
      <TicketList view="submitted" />
    </>
  );
}

function TicketList({ view }: { view: string }) {
  const { t } = useTranslation(['portal', 'common']);
  const list = useInfiniteQuery(ticketList(view));
  const { newTicket } = usePortal();
  if (list.isPending) return <div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 5 }} /></div>;
  if (list.isError) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  const tickets = list.data.pages.flatMap((page) => page.items);
  if (tickets.length === 0) {
    return <Empty title={t('tickets.none')} hint={t('tickets.noneHint')} action={<Button type="primary" onClick={newTicket}>{t('newTicket')}</Button>} />;
  }
  return (
    <>
      <ul className="panel rows">
        {tickets.map((ticket) => <li key={ticket.ticket_id}><TicketRow ticket={ticket} /></li>)}
      </ul>
      {list.hasNextPage ? (
        <p className="more"><Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('common:more')}</Button></p>
      ) : null}
    </>
  );
}
