import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';

import { ApiError } from './problem';

/** The own account: everything else hangs on it. */
export const ME = ['me'] as const;

const MOST_RETRIES = 2;

/** Says that the session is lost, or that the password must be replaced first: the pages then ask who is there. */
function onError(client: QueryClient, error: unknown): void {
  if (!(error instanceof ApiError)) return;
  if (error.code === 'not_signed_in') client.setQueryData(ME, null);
  if (error.code === 'password_change_required') void client.invalidateQueries({ queryKey: ME });
}

/** What the pages read is kept here. Only what may pass by itself is tried again. */
export function makeQueryClient(): QueryClient {
  const retry = (failures: number, error: unknown): boolean => failures < MOST_RETRIES && error instanceof ApiError && error.passing;
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: (error) => onError(client, error) }),
    mutationCache: new MutationCache({ onError: (error) => onError(client, error) }),
    defaultOptions: {
      queries: { retry, staleTime: 15_000, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
  return client;
}
