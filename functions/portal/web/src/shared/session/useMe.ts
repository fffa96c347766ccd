import { useMutation, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';

import { api, call } from '@/shared/api/client';
import { isProblem } from '@/shared/api/problem';
import { ME } from '@/shared/api/query';
import type { GetMeOutput } from '@/shared/api/schema.gen';

/** Who is signed in; `null` is nobody. */
export function useMe(): UseQueryResult<GetMeOutput | null> {
  return useQuery({
    queryKey: ME,
    queryFn: async () => {
      try {
        return await call(api.GET('/api/me'));
      } catch (error) {
        if (isProblem(error, 'not_signed_in')) return null;
        throw error;
      }
    },
    staleTime: 60_000,
  });
}

/** The own account, on pages that only somebody signed in sees. */
export function useAccount(): GetMeOutput {
  const { data } = useMe();
  if (!data) throw new Error('useAccount is for pages behind RequireSession');
  return data;
}

/** Switches to another identity. What was read as the one before is thrown away (S000-10, S001-5). */
export function useSwitchIdentity() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (identityId: string) => call(api.PUT('/api/sessions/current/identity', { body: { identity_id: identityId } })),
    onSuccess: async () => {
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== ME[0] });
      await client.invalidateQueries({ queryKey: ME });
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
