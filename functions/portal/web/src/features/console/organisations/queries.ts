import { infiniteQueryOptions } from '@tanstack/react-query';

import { api, call } from '@/shared/api/client';

/** Rows that one request brings; the search goes through what was brought. */
const READ = 100;

/** The external organisations, newest first. */
export function organisationPages() {
  return infiniteQueryOptions({
    queryKey: ['organisations', 'pages'],
    queryFn: ({ pageParam }) => call(api.GET('/api/organisations', { params: { query: { limit: READ, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
