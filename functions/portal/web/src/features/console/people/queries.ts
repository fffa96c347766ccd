import { infiniteQueryOptions } from '@tanstack/react-query';

import { api, call } from '@/shared/api/client';

/** Everything about sessions hangs on this key. */
export const SESSIONS = ['sessions'] as const;

/** The own sessions, or those of somebody of the enterprise. */
export function sessionList(identityId?: string) {
  return infiniteQueryOptions({
    queryKey: [...SESSIONS, identityId ?? 'own'],
    queryFn: ({ pageParam }) => {
      const query = { limit: 20, cursor: pageParam };
      return identityId
        ? call(api.GET('/api/identities/{identity_id}/sessions', { params: { path: { identity_id: identityId }, query } }))
        : call(api.GET('/api/sessions', { params: { query } }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
