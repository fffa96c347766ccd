import { describe, expect, it } from 'vitest';

import type { TicketView } from '@/shared/api/schema.gen';

import { byDay, byStars, byState } from './figures';

const ticket = (state: string, submitted_at = '2026-01-05T08:00:00Z', stars?: number): TicketView =>
  ({ state, submitted_at, completion: stars ? { rating: { stars } } : null }) as TicketView;

describe('the figures of the first page', () => {
  it('count each ticket once', () => {
    const counted = byState([ticket('waiting'), ticket('waiting'), ticket('closed')]);
    expect(counted).toEqual({ waiting: 2, in_progress: 0, awaiting_customer: 0, completed: 0, closed: 1, withdrawn: 0 });
  });

  it('have days that follow one another without a gap', () => {
    const now = new Date(2026, 2, 30, 23, 59);
    const days = byDay([ticket('waiting', new Date(2026, 2, 30, 0, 0).toISOString()), ticket('waiting', new Date(2026, 2, 29, 23, 59).toISOString())], 7, now);
    expect(days).toHaveLength(7);
    expect(days.slice(1).map((day) => day.from)).toEqual(days.slice(0, -1).map((day) => day.until));
    expect(days.map((day) => day.count)).toEqual([0, 0, 0, 0, 0, 1, 1]);
  });

  it('count the stars that were given', () => {
    expect(byStars([ticket('closed', undefined, 5), ticket('closed', undefined, 4), ticket('closed', undefined, 5), ticket('closed')])).toEqual([
      { stars: 5, count: 2 }, { stars: 4, count: 1 }, { stars: 3, count: 0 }, { stars: 2, count: 0 }, { stars: 1, count: 0 },
    ]);
  });
});
