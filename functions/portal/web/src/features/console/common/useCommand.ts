import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';

import { useIdempotencyKey } from '@/shared/api/once';

/** The headers of a POST that may be sent again. */
export type Once = { 'Idempotency-Key': string };

/**
 * Does something once: sent again after a lost answer, the same body has the same key. What hangs on `touches`
 * is then read anew; after a refusal too, because the refusal may come from a state that the page does not show.
 */
export function useCommand<Body, Done>(run: (body: Body, once: Once) => Promise<Done>, touches: readonly QueryKey[]) {
  const client = useQueryClient();
  const { keyFor, done } = useIdempotencyKey();
  return useMutation({
    mutationFn: (body: Body) => run(body, keyFor(body)),
    onSuccess: done,
    onSettled: () => Promise.all(touches.map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}
