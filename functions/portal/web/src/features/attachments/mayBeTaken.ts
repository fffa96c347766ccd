import { ApiError } from '@/shared/api/problem';

/** What the same file is refused for every time, beside its name and size. */
const NEVER = ['wrong_content', 'forbidden', 'not_found', 'wrong_state'];

/** Whether a file that was not attached may be taken the next time. */
export function mayBeTaken(error: unknown): boolean {
  return !(error instanceof ApiError) || (error.fields.length === 0 && !NEVER.includes(error.code));
}
