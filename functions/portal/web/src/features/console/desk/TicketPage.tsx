import { useQuery } from '@tanstack/react-query';
import { DownOutlined, UpOutlined } from '@ant-design/icons';
import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useLocation, useParams, useSearchParams } from 'react-router';

import { useReadNews } from '@/features/notices/news';
import { lost } from '@/shared/api/lost';
import { useAccount } from '@/shared/session/useMe';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { BackLink } from '../common/BackLink';
import { PageHead } from '../common/PageHead';
import { PageFailure } from '../common/refusal';
import { DeliveryTable } from '../messages/DeliveryTable';
import { OWN } from '../own/own';
import { Composer, type Quoted } from './Composer';
import { Customer } from './Customer';
import { Files } from './Files';
import { DeskState } from './DeskState';
import { Talk } from './Talk';
import { useStep } from './step';
import { TicketFacts } from './TicketFacts';
import { TicketSteps } from './TicketSteps';
import { ticketQuery } from './queries';

/** A ticket as the agent works on it. Another ticket is another page: nothing that was begun on the one goes to the other. */
export function TicketPage() {
  const { ticketId = '' } = useParams();
  return <Ticket key={ticketId} ticketId={ticketId} />;
}

/** What was said, what is noted, and the next steps. */
function Ticket({ ticketId }: { ticketId: string }) {
  const { t } = useTranslation('console');
  const [params] = useSearchParams();
  const { search } = useLocation();
  const [quoted, setQuoted] = useState<Quoted>();
  const me = useAccount().active_identity.identity_id;
  const found = useQuery({ ...ticketQuery(ticketId), refetchInterval: 15_000 });
  usePageTitle(found.data?.title ?? t('nav.tickets'));
  useReadNews(ticketId);
  const step = useStep();
  const back = (
    <div className="ticket-way">
      <BackLink to={{ pathname: '/console/tickets', search }}>{t('nav.tickets')}</BackLink>
      <span>
        <Button type="text" size="small" icon={<UpOutlined aria-hidden />} onClick={() => step(-1)}>{t('desk.previous')}</Button>
        <Button type="text" size="small" icon={<DownOutlined aria-hidden />} onClick={() => step(1)}>{t('desk.next')}</Button>
      </span>
    </div>
  );
  if (found.isPending) return <>{back}<div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 8 }} /></div></>;
  const failure = lost(found);
  if (failure || !found.data) return <>{back}<PageFailure whole error={failure} onRetry={() => void found.refetch()} /></>;
  const ticket = found.data;
  // Messages lead whoever submitted it here too: unless he means to work on it, he is its customer (ET-4).
  if (ticket.submitter.identity_id === me && ticket.acceptor?.identity_id !== me && !params.has('desk')) return <Navigate to={`${OWN}/tickets/${ticketId}`} replace />;
  return (
    <>
      {back}
      <PageHead title={ticket.title} lead={<><span className="mono">{ticket.number}</span> · {ticket.queue.name}</>} mark={<DeskState ticket={ticket} />} actions={<TicketSteps ticket={ticket} />} />
      <div className="ticket-desk">
        <div>
          <Talk ticket={ticket} onQuote={ticket.actions.includes('reply') ? (text) => setQuoted({ text }) : undefined} />
          <Composer ticket={ticket} quoted={quoted} />
          <section aria-labelledby="ticket-messages">
            <h2 id="ticket-messages" className="section-title">{t('desk.messages')}</h2>
            <DeliveryTable of={{ ticket_id: ticket.ticket_id }} />
          </section>
        </div>
        <div>
          {ticket.actions.includes('view_customer') ? <Customer ticketId={ticket.ticket_id} party={ticket.submitter} /> : null}
          <TicketFacts ticket={ticket} />
          <Files ticket={ticket} />
        </div>
      </div>
    </>
  );
}
