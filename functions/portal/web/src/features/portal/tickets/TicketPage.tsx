import { ArrowLeftOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import { useReadNews } from '@/features/notices/news';
import { lost } from '@/shared/api/lost';
import { useFormat } from '@/shared/format/useFormat';
import { Failure } from '@/shared/ui/Failure';
import { StateTag } from '@/shared/ui/StateTag';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { ticket as ticketQuery } from './queries';
import { TicketBody } from './TicketBody';
import './tickets.css';

/** A ticket: where it stands, and what was said. */
export function TicketPage() {
  const { t } = useTranslation('portal');
  const { ticketId = '' } = useParams();
  const found = useQuery({ ...ticketQuery(ticketId), refetchInterval: 20_000 });
  const { dateTime } = useFormat();
  useReadNews(ticketId);
  usePageTitle(found.data?.title ?? t('nav.tickets'));
  const back = <Link to="/tickets" className="back"><ArrowLeftOutlined aria-hidden /> {t('tickets.title')}</Link>;
  if (found.isPending) return <>{back}<div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 8 }} /></div></>;
  const failure = lost(found);
  if (failure || !found.data) return <>{back}<Failure whole error={failure} onRetry={() => void found.refetch()} /></>;
  const ticket = found.data;
  return (
    <>
      {back}
      <div className="ticket-head">
        <h1>{ticket.title}</h1>
        <StateTag state={ticket.state} />
      </div>
      <p className="ticket-sub"><span translate="no">{ticket.number}</span> · {ticket.queue.name} · <time dateTime={ticket.submitted_at}>{dateTime(ticket.submitted_at)}</time></p>
      <TicketBody key={ticket.ticket_id} ticket={ticket} />
    </>
  );
}
