import { ApiError } from './problem';

/** What a query knows: what was read, and why the last look failed. */
interface Looked {
  data: unknown;
  error: Error | null;
}

/**
 * Why a page has nothing to show; nothing where it has. What was read stays on the page when a later look fails in
 * passing: the network is gone for a moment, and what somebody writes there must not go with it. A refusal is an answer.
 */
export function lost({ data, error }: Looked): Error | null {
  const answered = error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
  return data === undefined || answered ? error : null;
}
