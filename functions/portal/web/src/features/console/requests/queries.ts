import { infiniteQueryOptions } from '@tanstack/react-query';

import { api, call } from '@/shared/api/client';

/** Everything about requests hangs on this key. */
export const REQUESTS = ['account-requests'] as const;

export const REQUEST_STATES = ['pending', 'approved', 'rejected'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** The requests of a state, newest first. */
export function requestList(state: RequestState) {
  return infiniteQueryOptions({
    queryKey: [...REQUESTS, state],
    queryFn: ({ pageParam }) => call(api.GET('/api/account-requests', { params: { query: { state, limit: 20, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
