import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { api, call } from '@/shared/api/client';

/** Whose messages: of one account, or about one ticket. */
export type Of = { contact_id: string } | { customer_id: string } | { ticket_id: string };

/** What was sent and held back, newest first. */
export function deliveryList(of: Of) {
  return infiniteQueryOptions({
    queryKey: ['deliveries', of],
    queryFn: ({ pageParam }) => call(api.GET('/api/deliveries', { params: { query: { ...of, limit: 20, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** What an administrator looks into: what was not sent, and what came back. */
export const UNDELIVERED = ['held_back', 'returned'] as const;

export type Undelivered = (typeof UNDELIVERED)[number];

/** What was held back from anybody, or came back, newest first. */
export function heldList(state: Undelivered, reason: string) {
  return infiniteQueryOptions({
    queryKey: ['deliveries', state, reason],
    queryFn: ({ pageParam }) => call(api.GET('/api/held-messages', { params: { query: { state, reason: reason || undefined, limit: 20, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** The proof that nobody who left is written to. */
export function silence() {
  return queryOptions({ queryKey: ['deliveries', 'silence'], queryFn: () => call(api.GET('/api/silence-report')) });
}
