import { expect, it } from 'vitest';

import { ApiError } from '@/shared/api/problem';

import { mayBeTaken } from './mayBeTaken';

it('a file that can never be taken is not tried again', () => {
  const named = new ApiError('invalid', 422, [{ field: 'name', detail: 'must end like one of these' }]);
  expect([named, new ApiError('wrong_content', 422), new ApiError('wrong_state', 409)].map(mayBeTaken)).toEqual([false, false, false]);
  expect([ApiError.offline(), new ApiError('unavailable', 503), new ApiError('not_uploaded', 409), new ApiError('too_many_attachments', 409), new TypeError('x')].map(mayBeTaken)).toEqual([true, true, true, true, true]);
});
