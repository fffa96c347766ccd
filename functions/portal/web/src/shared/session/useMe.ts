import { useMutation, useQuery, useQueryClient, type QueryClient, type UseQueryResult } from '@tanstack/react-query';

import { api, call } from '@/shared/api/client';
import { isProblem } from '@/shared/api/problem';
import { ME } from '@/shared/api/query';
import type { GetMeOutput, SessionOutput } from '@/shared/api/schema.gen';

/** Who is signed in: `null` is nobody, `second_factor` is somebody who did the first step of two. */
export type Me = Account | 'second_factor' | null;

/** The own account. What its enterprise shows of itself is not told by an answer to a login. */
export type Account = Omit<GetMeOutput, 'enterprise'> & Partial<Pick<GetMeOutput, 'enterprise'>>;

async function who(): Promise<Me> {
  try {
    return await call(api.GET('/api/me'));
  } catch (error) {
    if (isProblem(error, 'not_signed_in')) return null;
    if (isProblem(error, 'second_factor_required')) return 'second_factor';
    throw error;
  }
}

/** Who is signed in. */
export function useMe(): UseQueryResult<Me> {
  return useQuery({ queryKey: ME, queryFn: who, staleTime: 60_000 });
}

/** The own account, on pages that only somebody signed in sees. */
export function useAccount(): Account {
  const { data } = useMe();
  if (!data || data === 'second_factor') throw new Error('useAccount is for pages behind RequireSession');
  return data;
}

/** Notes who a new session belongs to. Its token is the cookie's alone, and is not kept. */
export function noteSession(client: QueryClient, session: SessionOutput): void {
  const { account, identities, active_identity, landing, next_step, must_change_password, proof_address, expires_at } = session;
  if (next_step === 'second_factor' || !account || !identities || !active_identity || !landing) {
    client.setQueryData(ME, 'second_factor');
    return;
  }
  const me: Account = { account, identities, active_identity, landing, next_step, must_change_password, proof_address, expires_at };
  client.setQueryData(ME, me);
  // What an answer to a login does not tell: which pages are open (S000-8).
  void client.invalidateQueries({ queryKey: ME });
}

/** Switches to another identity. What was read as the one before is thrown away (S000-10, S001-5). */
export function useSwitchIdentity() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (identityId: string) => call(api.PUT('/api/sessions/current/identity', { body: { identity_id: identityId } })),
    onSuccess: (session) => {
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== ME[0] });
      noteSession(client, session);
    },
  });
}

/** Ends this session. */
export function useLogout() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call(api.DELETE('/api/sessions/current')),
    onSettled: () => {
      client.clear();
      client.setQueryData(ME, null);
    },
  });
}
