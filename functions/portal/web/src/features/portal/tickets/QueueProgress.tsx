import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import { isProblem } from '@/shared/api/problem';
import type { QueuePositionOutput, TicketView } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';
import { store, stored } from '@/shared/stored';
import { Failure } from '@/shared/ui/Failure';

import { TICKETS, ticket as ticketQuery } from './queries';
import { useMovement } from './useMovement';

/** How often the place is asked for, in milliseconds. */
const EVERY = 10_000;
/** With so many before him, the customer was told that it is soon. */
const SOON = 3;

/** The place in the queue and how many wait; it goes on by itself and says what changed (S001-17, S001-18). */
export function QueueProgress({ ticket }: { ticket: TicketView }) {
  const { t } = useTranslation('portal');
  const { number, time, range } = useFormat();
  const client = useQueryClient();
  const queryKey = [...TICKETS, 'place', ticket.ticket_id];
  const place = useQuery({
    queryKey,
    queryFn: () => {
      // What was seen the time before: the answer says what changed since, and why.
      const since = client.getQueryData<QueuePositionOutput>(queryKey)?.seen;
      return call(api.GET('/api/tickets/{ticket_id}/queue-position', { params: { path: { ticket_id: ticket.ticket_id }, query: { since } } }));
    },
    refetchInterval: EVERY,
  });
  const accepted = isProblem(place.error, 'not_waiting');
  useEffect(() => {
    if (accepted) void client.invalidateQueries({ queryKey: ticketQuery(ticket.ticket_id).queryKey });
  }, [accepted, client, ticket.ticket_id]);
  const moved = useMovement(place.data);

  if (place.isPending) return <section className="panel queue" aria-busy="true"><Skeleton active paragraph={{ rows: 2 }} /></section>;
  if (place.isError && !place.data) return accepted ? null : <Failure error={place.error} onRetry={() => void place.refetch()} />;
  const { position, waiting, lane, expected, joined_at, as_of } = place.data;
  const ahead = position - 1;
  const first = firstPlace(ticket.ticket_id, position, joined_at ?? 0);
  return (
    <section className="panel queue" aria-labelledby="queue-progress">
      <h2 id="queue-progress">{t('queue.title')}{lane === 'urgent' ? <span className="queue-urgent">{t('queue.urgentLane')}</span> : null}</h2>
      <div className="queue-figures">
        <p><span className="figure">{number(position)}</span><span>{t('queue.place')}</span></p>
      </div>
      <div className="queue-line" aria-hidden>
        <span style={{ inlineSize: `${Math.max(4, Math.round(((first - ahead) / first) * 100))}%` }} />
      </div>
      <p className="queue-said" role="status">{moved}</p>
      <p className="queue-ahead">{ahead === 0 ? t('queue.next') : t(ahead > SOON ? 'queue.ahead' : 'queue.soon', { count: ahead })} {t('queue.all', { count: waiting })}</p>
      {expected ? <p className="queue-expected">{t('queue.expected', { range: range(expected.earliest, expected.latest) })}</p> : null}
      <p className="queue-time">{t('queue.asOf', { time: time(as_of) })}</p>
    </section>
  );
}

/**
 * The place that the way began at, so that who joins behind moves nothing: that at submission, as long as it is known,
 * and then the last that was seen on this device.
 */
function firstPlace(ticketId: string, now: number, joinedAt: number): number {
  const key = `foyer.place.${ticketId}`;
  const position = Math.max(now, joinedAt);
  const seen = Number(stored(key));
  if (seen >= position) return seen;
  store(key, String(position));
  return position;
}
