import { expect, it } from 'vitest';

import { ageOf, dueAt } from './age';

const NOW = Date.parse('2026-01-05T12:00:00Z');

it.each([
  ['2026-01-05T12:00:05Z', 'fresh'],
  ['2026-01-05T11:00:01Z', 'fresh'],
  ['2026-01-05T11:00:00Z', 'older'],
  ['2026-01-05T08:00:01Z', 'older'],
  ['2026-01-05T08:00:00Z', 'old'],
])('what waits since %s is %s', (since, age) => expect(ageOf(since, NOW)).toBe(age));

it.each([
  ['2026-01-05T12:00:00Z', 'past'],
  ['2026-01-05T12:29:59Z', 'near'],
  ['2026-01-05T12:30:00Z', 'later'],
])('a target at %s is %s', (at, due) => expect(dueAt(at, NOW)).toBe(due));
