import createClient from 'openapi-fetch';

import { BY_ITSELF, isAttended } from './attention';
import { noteEdition } from './editions';
import { ApiError } from './problem';
import type { paths } from './schema.gen';

/** The API, with the types of its description. Give what it answers to `call`. */
export const api = createClient<paths>({ baseUrl: '' });

api.use({
  onRequest({ request }) {
    if (request.method === 'GET' && !isAttended()) request.headers.set(BY_ITSELF, '1');
    return request;
  },
  onResponse({ request, response }) {
    noteEdition(request.url, response);
  },
});

/** How openapi-fetch answers. */
interface Answered<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The answer's body; every refusal and every lost connection is thrown as an `ApiError`. */
export async function call<T>(request: Promise<Answered<T>>): Promise<T> {
  let answered: Answered<T>;
  try {
    answered = await request;
  } catch {
    throw ApiError.offline();
  }
  if (!answered.response.ok) {
    throw ApiError.of(answered.response, answered.error);
  }
  return answered.data as T;
}
