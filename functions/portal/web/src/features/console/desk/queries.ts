import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { api, call } from '@/shared/api/client';
import type { QueueLine } from '@/shared/api/schema.gen';

import { allPages } from '../common/queries';

/** Everything about tickets hangs on this key. */
export const TICKETS = ['tickets'] as const;

/** The views of the desk. */
export const VIEWS = ['queues', 'mine', 'all'] as const;
export type View = (typeof VIEWS)[number];
/** The states that a submitted ticket can be in. */
export const STATES = ['waiting', 'in_progress', 'awaiting_customer', 'completed', 'withdrawn', 'closed'] as const;

/** Rows of a list that are shown at first, and with each step more. */
export const PAGE = 20;

/** What is looked for in a view. */
export interface Wanted {
  view: View;
  queue_id?: string;
  state?: string;
  q?: string;
  from?: string;
  until?: string;
  stars?: string;
}

/** Tickets of a view, the latest first. */
export function ticketList(wanted: Wanted) {
  return infiniteQueryOptions({
    queryKey: [...TICKETS, 'list', wanted],
    queryFn: ({ pageParam }) => call(api.GET('/api/tickets', { params: { query: { ...wanted, limit: PAGE, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** What waits in a queue, the next to be served first. */
export function waitingList(queueId: string) {
  return infiniteQueryOptions({
    queryKey: [...TICKETS, 'waiting', queueId],
    queryFn: ({ pageParam }) => call(api.GET('/api/tickets', { params: { query: { view: 'queue', queue_id: queueId, limit: PAGE, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** One ticket. */
export function ticketQuery(ticketId: string) {
  return queryOptions({
    queryKey: [...TICKETS, 'one', ticketId],
    queryFn: () => call(api.GET('/api/tickets/{ticket_id}', { params: { path: { ticket_id: ticketId } } })),
  });
}

/** The customer of a ticket, as who works on it sees him: not asked again when the work ends, for then he may not. */
export function customerOf(ticketId: string) {
  return queryOptions({
    queryKey: ['ticket-customer', ticketId],
    queryFn: () => call(api.GET('/api/tickets/{ticket_id}/customer', { params: { path: { ticket_id: ticketId } } })),
  });
}

/** What happened to a ticket and what was said, internal notes included, oldest first. */
export function timeline(ticketId: string) {
  return queryOptions({
    queryKey: [...TICKETS, 'timeline', ticketId],
    queryFn: () => allPages((query) => call(api.GET('/api/tickets/{ticket_id}/timeline', { params: { path: { ticket_id: ticketId }, query } }))),
  });
}

/** Those of the queues that the caller serves, as far as they still hold tickets; all of them for who sees all. */
export function queuesOf(queues: QueueLine[] | undefined, seesAll = false): QueueLine[] {
  return queues?.filter(({ mine, state }) => (mine || seesAll) && state !== 'stopped') ?? [];
}

/** The queues of the enterprise. */
export function queueList() {
  return queryOptions({
    queryKey: ['queues', 'list'],
    queryFn: () => allPages((query) => call(api.GET('/api/queues', { params: { query } }))),
    staleTime: 30_000,
  });
}
