import { useCallback } from 'react';

/** How long something waits already. */
export type Age = 'fresh' | 'older' | 'old';

const HOUR = 60 * 60 * 1000;
/** From here on it is older, and old, in milliseconds. A queue's own targets say more: what missed them has a mark. */
const OLDER = HOUR;
const OLD = 4 * HOUR;

/** The age of what waits, as the page was last drawn. */
export function useAge(): (since: string) => Age {
  return useCallback((since: string) => ageOf(since, Date.now()), []);
}

/** A target that comes within so long is to be seen to, in milliseconds. */
const NEAR = HOUR / 2;

/** Whether a target is past, comes soon, or later. */
export type Due = 'past' | 'near' | 'later';

/** How far away a target is, as the page was last drawn. */
export function useDue(): (at: string) => Due {
  return useCallback((at: string) => dueAt(at, Date.now()), []);
}

/** How far away a target is. */
export function dueAt(at: string, now: number): Due {
  const left = new Date(at).getTime() - now;
  if (left <= 0) return 'past';
  return left < NEAR ? 'near' : 'later';
}

/** The age of what waits since a moment. */
export function ageOf(since: string, now: number): Age {
  const waited = now - new Date(since).getTime();
  if (waited >= OLD) return 'old';
  return waited >= OLDER ? 'older' : 'fresh';
}
