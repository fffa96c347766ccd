import { expect, it } from 'vitest';

import { nextPlace } from './step';

it.each([
  [-1, 1, 3, 0],
  [-1, -1, 3, 2],
  [0, 1, 3, 1],
  [2, 1, 3, 3],
  [0, -1, 3, -1],
] as const)('from %i by %i of %i is %i', (now, by, length, place) => expect(nextPlace(now, by, length)).toBe(place));
