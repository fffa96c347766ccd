import type { GetMeOutput } from '@/shared/api/schema.gen';

/** The seconds that are left of a session at `now`, in milliseconds since 1970. */
export function secondsLeft(me: Pick<GetMeOutput, 'expires_at' | 'rests_at'>, now: number): number {
  const ends = [me.expires_at, me.rests_at].filter((end): end is string => !!end).map((end) => Date.parse(end));
  return Math.ceil((Math.min(...ends) - now) / 1000);
}
