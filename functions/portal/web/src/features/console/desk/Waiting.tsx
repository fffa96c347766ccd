import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';

import { api, call } from '@/shared/api/client';
import { isProblem } from '@/shared/api/problem';
import type { TicketView } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';
import { Empty } from '@/shared/ui/Empty';
import { useMessage } from '@/shared/ui/useMessage';

import { MoreRows } from '../common/MoreRows';
import { PageFailure, useRefusalText } from '../common/refusal';
import { useCommand } from '../common/useCommand';
import { Marks } from './DeskState';
import { queueList, TICKETS, waitingList } from './queries';

const LOOK_AGAIN = 10_000;

/** What waits, queue by queue, the next to be served first. A queue that is not the caller's is not shown. */
export function Waiting() {
  const { t } = useTranslation('console');
  const queues = useQuery(queueList());
  if (queues.isPending) return <div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 6 }} /></div>;
  if (queues.isError) return <PageFailure error={queues.error} onRetry={() => void queues.refetch()} />;
  if (queues.data.length === 0) return <Empty title={t('desk.noQueues')} hint={t('desk.noQueuesHint')} />;
  return (
    <div className="lanes">
      {queues.data.map((queue) => <Lane key={queue.queue_id} id={queue.queue_id} name={queue.name} />)}
      <p className="note lanes-end">{t('desk.lanesNote')}</p>
    </div>
  );
}

function Lane({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation('console');
  const list = useInfiniteQuery({ ...waitingList(id), refetchInterval: LOOK_AGAIN });
  if (isProblem(list.error, 'not_found')) return null;
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="panel lane" aria-labelledby={`lane-${id}`}>
      <h2 id={`lane-${id}`}>{name} <span className="lane-count">{list.isSuccess ? t('desk.waitingCount', { count: rows.length, more: list.hasNextPage ? '+' : '' }) : null}</span></h2>
      {list.isPending ? <div aria-busy="true"><Skeleton active title={false} paragraph={{ rows: 3 }} /></div> : null}
      {list.isError ? <PageFailure error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isSuccess && rows.length === 0 ? <p className="lane-empty">{t('desk.laneEmpty')}</p> : null}
      <ol className="lane-rows">{rows.map((ticket, place) => <li key={ticket.ticket_id}><WaitingRow ticket={ticket} place={place + 1} /></li>)}</ol>
      <MoreRows list={list} />
    </section>
  );
}

function WaitingRow({ ticket, place }: { ticket: TicketView; place: number }) {
  const { t } = useTranslation('console');
  const { dateTime, relative } = useFormat();
  const navigate = useNavigate();
  const message = useMessage();
  const text = useRefusalText();
  const accept = useAccept(ticket.ticket_id);
  const take = () =>
    accept.mutate({}, {
      onSuccess: () => {
        void message.success(t('desk.accepted'));
        void navigate(`/console/tickets/${ticket.ticket_id}`);
      },
      onError: (error) => void message.warning(text(error)),
    });
  return (
    <div className="lane-row">
      <span className="lane-place" aria-hidden>{place}</span>
      <span className="cell-name">
        <span className="cell-line"><Link to={`/console/tickets/${ticket.ticket_id}`}>{ticket.title}</Link><Marks ticket={ticket} /></span>
        <span className="cell-more"><span className="mono">{ticket.number}</span> · {ticket.submitter.name} · <time dateTime={ticket.submitted_at} title={dateTime(ticket.submitted_at)}>{relative(ticket.submitted_at)}</time></span>
      </span>
      <Button type={place === 1 ? 'primary' : 'default'} loading={accept.isPending} onClick={take} aria-label={t('actions.of', { action: t('desk.accept'), name: ticket.title })}>{t('desk.accept')}</Button>
    </div>
  );
}

/** Takes a ticket on 受理; of several who do, one wins. */
export function useAccept(ticketId: string) {
  return useCommand((_: Record<string, never>, header) => call(api.POST('/api/tickets/{ticket_id}/accept', { params: { path: { ticket_id: ticketId }, header } })), [TICKETS]);
}
