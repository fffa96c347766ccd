import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { api, call } from '@/shared/api/client';

/** Everything about notices hangs on this key. */
export const NOTICES = ['notices'] as const;

const PAGE = 20;
/** How often the bell looks, in milliseconds. */
const EVERY = 60_000;

/** How many notices are unread. */
export function unread() {
  return queryOptions({
    queryKey: [...NOTICES, 'unread'],
    queryFn: () => call(api.GET('/api/notices/unread')),
    refetchInterval: EVERY,
  });
}

/** The notices, newest first. */
export function notices() {
  return infiniteQueryOptions({
    queryKey: [...NOTICES, 'list'],
    queryFn: ({ pageParam }) => call(api.GET('/api/notices', { params: { query: { limit: PAGE, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
