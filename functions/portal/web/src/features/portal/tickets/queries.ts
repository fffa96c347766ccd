import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { api, call } from '@/shared/api/client';
import type { QueueView } from '@/shared/api/schema.gen';

/** Everything about tickets hangs on this key. */
export const TICKETS = ['tickets'] as const;

const PAGE = 20;
const MOST_QUEUES = 100;

/** A list of tickets, page by page. */
export function ticketList(view: string) {
  return infiniteQueryOptions({
    queryKey: [...TICKETS, 'list', view],
    queryFn: ({ pageParam }) => call(api.GET('/api/tickets', { params: { query: { view, limit: PAGE, cursor: pageParam } } })),
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

/** The queues that a ticket can go to. */
export function queues() {
  return queryOptions({
    queryKey: ['queues'],
    queryFn: async (): Promise<QueueView[]> => {
      const page = await call(api.GET('/api/queues', { params: { query: { limit: MOST_QUEUES } } }));
      return page.items;
    },
    staleTime: 5 * 60_000,
  });
}
