import { type UseQueryResult, useInfiniteQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';

import { api, call } from '@/shared/api/client';
import { lost } from '@/shared/api/lost';
import type { QueueLine, TicketView } from '@/shared/api/schema.gen';
import { useAccount } from '@/shared/session/useMe';
import { Empty } from '@/shared/ui/Empty';
import { MoreRows } from '@/shared/ui/MoreRows';
import { useMessage } from '@/shared/ui/useMessage';

import { PageFailure, useRefusalText } from '../common/refusal';
import { useCommand } from '../common/useCommand';
import { queuesOf, TICKETS, waitingList } from './queries';
import { TicketLine } from './TicketLine';

const LOOK_AGAIN = 10_000;

/** What waits in the queues of the caller, queue by queue, the next to be served first. */
export function Waiting({ queues }: { queues: UseQueryResult<QueueLine[]> }) {
  const { t } = useTranslation('console');
  const seesAll = useAccount().rights?.includes('view_all_tickets');
  if (queues.isPending) return <div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 6 }} /></div>;
  const failure = lost(queues);
  if (failure || !queues.data) return <PageFailure error={failure} onRetry={() => void queues.refetch()} />;
  const own = queuesOf(queues.data, seesAll);
  if (own.length === 0) return <Empty title={t('desk.noQueues')} hint={t('desk.noQueuesHint')} />;
  return (
    <div className="lanes">
      {own.map((queue) => <Lane key={queue.queue_id} queue={queue} />)}
    </div>
  );
}

function Lane({ queue }: { queue: QueueLine }) {
  const { t } = useTranslation('console');
  const list = useInfiniteQuery({ ...waitingList(queue.queue_id), refetchInterval: LOOK_AGAIN });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  // The list is newer than the count, and the count knows of more than is shown.
  const waiting = list.hasNextPage ? Math.max(rows.length, queue.waiting?.all ?? 0) : rows.length;
  return (
    <section className="panel lane" aria-labelledby={`lane-${queue.queue_id}`}>
      <h2 id={`lane-${queue.queue_id}`}>{queue.name} <span className="lane-count" role="status">{list.isSuccess ? t('desk.waitingCount', { count: waiting }) : null}</span></h2>
      {list.isPending ? <div aria-busy="true"><Skeleton active title={false} paragraph={{ rows: 3 }} /></div> : null}
      {list.isError ? <PageFailure error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isSuccess && rows.length === 0 ? <p className="lane-empty">{t('desk.laneEmpty')}</p> : null}
      <ol className="ticket-lines">{rows.map((ticket, place) => <li key={ticket.ticket_id}><WaitingRow ticket={ticket} place={place + 1} /></li>)}</ol>
      <MoreRows list={list} />
    </section>
  );
}

function WaitingRow({ ticket, place }: { ticket: TicketView; place: number }) {
  const { t } = useTranslation('console');
  const navigate = useNavigate();
  const { search } = useLocation();
  const message = useMessage();
  const text = useRefusalText();
  const accept = useAccept(ticket.ticket_id);
  const take = () =>
    accept.mutate({}, {
      onSuccess: () => {
        void message.success(t('desk.accepted'));
        void navigate({ pathname: `/console/tickets/${ticket.ticket_id}`, search });
      },
      onError: (error) => void message.warning(text(error)),
    });
  const button = <Button size="small" type={place === 1 ? 'primary' : 'default'} loading={accept.isPending} onClick={take} aria-label={t('actions.of', { action: t('desk.accept'), name: ticket.title })}>{t('desk.accept')}</Button>;
  return <TicketLine ticket={ticket} place={place} action={button} />;
}

/** Takes a ticket on 受理; of several who do, one wins. */
export function useAccept(ticketId: string) {
  return useCommand((_: Record<string, never>, header) => call(api.POST('/api/tickets/{ticket_id}/accept', { params: { path: { ticket_id: ticketId }, header } })), [TICKETS]);
}
