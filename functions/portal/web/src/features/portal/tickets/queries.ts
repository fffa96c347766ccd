import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { api, call } from '@/shared/api/client';
import type { QueueLine, TimelineEntry } from '@/shared/api/schema.gen';

/** Everything about tickets hangs on this key. */
export const TICKETS = ['tickets'] as const;

/** The lists of tickets that a customer has (S001-12). */
export const VIEWS = ['submitted', 'shared', 'all', 'drafts'] as const;

/** How news of a ticket can reach its submitter. */
export const METHODS = ['sms', 'email', 'portal'] as const;

export type Method = (typeof METHODS)[number];

export type View = (typeof VIEWS)[number];

/** Which tickets. */
export interface Filter {
  view: View;
  state?: string | undefined;
  stars?: string | undefined;
  q?: string | undefined;
  from?: string | undefined;
  until?: string | undefined;
  /** With the places of those that wait. */
  with?: 'places';
}

/** Rows of a list that are shown at first, and with each step more. */
export const PAGE = 20;
const MOST = 100;

/** A list of tickets, page by page. */
export function ticketList(filter: Filter, limit = PAGE) {
  return infiniteQueryOptions({
    queryKey: [...TICKETS, 'list', filter, limit],
    queryFn: ({ pageParam }) => call(api.GET('/api/tickets', { params: { query: { ...filter, limit, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** The drafts, the one that was changed last first. */
export function drafts() {
  return infiniteQueryOptions({
    queryKey: [...TICKETS, 'drafts'],
    queryFn: ({ pageParam }) => call(api.GET('/api/drafts', { params: { query: { limit: PAGE, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** One ticket. */
export function ticket(ticketId: string) {
  return queryOptions({
    queryKey: [...TICKETS, 'one', ticketId],
    queryFn: () => call(api.GET('/api/tickets/{ticket_id}', { params: { path: { ticket_id: ticketId } } })),
  });
}

/** What happened to a ticket and what was said, oldest first. */
export function timeline(ticketId: string) {
  return queryOptions({
    queryKey: [...TICKETS, 'timeline', ticketId],
    queryFn: async (): Promise<TimelineEntry[]> => {
      const entries: TimelineEntry[] = [];
      let cursor: string | undefined;
      do {
        const page = await call(
          api.GET('/api/tickets/{ticket_id}/timeline', { params: { path: { ticket_id: ticketId }, query: { limit: MOST, cursor } } }),
        );
        entries.push(...page.items);
        cursor = page.next_cursor ?? undefined;
      } while (cursor);
      return entries.sort((one, other) => one.seq - other.seq);
    },
  });
}

/** The queues that a ticket can go to. */
export function queues() {
  return queryOptions({
    queryKey: ['queues'],
    queryFn: async (): Promise<QueueLine[]> => {
      const page = await call(api.GET('/api/queues', { params: { query: { limit: MOST } } }));
      // Staff are told of those too that take no tickets any more.
      return page.items.filter(({ state }) => !state || state === 'open');
    },
    staleTime: 5 * 60_000,
  });
}
