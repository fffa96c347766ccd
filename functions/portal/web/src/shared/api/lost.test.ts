import { describe, expect, it } from 'vitest';

import { lost } from './lost';
import { ApiError } from './problem';

const error = (status: number) => new ApiError('some', status);

describe('what a page has nothing to show for', () => {
  it('is what was never read', () => {
    expect(lost({ data: undefined, error: null })).toBeNull();
    for (const status of [0, 404, 503]) expect(lost({ data: undefined, error: error(status) })?.message).toBe('some');
  });

  it('is what is refused by now, and not what could not be looked at again', () => {
    for (const status of [0, 429, 500, 503]) expect(lost({ data: null, error: error(status) })).toBeNull();
    for (const status of [403, 404, 410]) expect(lost({ data: {}, error: error(status) })?.message).toBe('some');
    expect(lost({ data: {}, error: null })).toBeNull();
  });
});
