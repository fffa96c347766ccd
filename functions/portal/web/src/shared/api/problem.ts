import type { Problem } from './schema.gen';

/** What a field breaks. */
export interface FieldFault {
  /** The field, like `title`. */
  field: string;
  /** The rule, in English. */
  detail: string;
}

/** What a status means when no problem document came with it: the gateway's own refusals have none. */
const BY_STATUS: Record<number, string> = {
  401: 'not_signed_in',
  403: 'forbidden',
  404: 'not_found',
  413: 'too_large',
  429: 'too_many_requests',
};

/** Why a request was not done. */
export class ApiError extends Error {
  constructor(
    /** The problem's code, which the texts are chosen by; `offline` without an answer. */
    readonly code: string,
    readonly status: number,
    /** What fields break, if any. */
    readonly fields: FieldFault[] = [],
    /** Seconds to wait, if the server said so. */
    readonly retryAfter?: number,
    /** Names the request in the server's log. */
    readonly requestId?: string,
    /** The whole document: some codes bring members of their own. */
    readonly document: Record<string, unknown> = {},
  ) {
    super(code);
  }

  static offline(): ApiError {
    return new ApiError('offline', 0);
  }

  static of(response: Response, body: unknown): ApiError {
    const problem = (typeof body === 'object' && body !== null ? body : {}) as Partial<Problem>;
    const code = problem.code ?? BY_STATUS[response.status] ?? (response.status >= 500 ? 'unavailable' : 'internal');
    const fields = (problem.errors ?? []).map(({ pointer, detail }) => ({ field: pointer.split('/')[1] ?? '', detail }));
    const seconds = Number(response.headers.get('retry-after'));
    return new ApiError(code, response.status, fields, seconds > 0 ? seconds : undefined, problem.request_id, problem);
  }

  /** Whether doing the same again may help. */
  get passing(): boolean {
    return this.code === 'offline' || this.status === 503;
  }
}

/** Whether an error is the problem `code`. */
export function isProblem(error: unknown, code: string): error is ApiError {
  return error instanceof ApiError && error.code === code;
}
