import { describe, expect, it, vi } from 'vitest';

import { isAttended, watchAttention } from '@/shared/api/attention';

import { secondsLeft } from './secondsLeft';

describe('a session that ends', () => {
  const at = (text: string) => Date.parse(text);
  it('ends at what comes first', () => {
    const now = at('2026-01-05T08:00:00Z');
    expect(secondsLeft({ expires_at: '2026-01-05T20:00:00Z', rests_at: '2026-01-05T08:01:00Z' }, now)).toBe(60);
    expect(secondsLeft({ expires_at: '2026-01-05T08:00:30Z', rests_at: '2026-01-05T08:01:00Z' }, now)).toBe(30);
    expect(secondsLeft({ expires_at: '2026-01-05T08:00:30Z' }, now)).toBe(30);
    expect(secondsLeft({ expires_at: '2026-01-05T07:59:59Z' }, now)).toBeLessThanOrEqual(0);
  });
  it('is used by what somebody does, and by nothing that a page does by itself', () => {
    vi.useFakeTimers();
    const page = new EventTarget();
    watchAttention(page);
    page.dispatchEvent(new Event('keydown'));
    expect(isAttended()).toBe(true);
    vi.advanceTimersByTime(60_000);
    expect(isAttended()).toBe(false);
    page.dispatchEvent(new Event('pointerdown'));
    expect(isAttended()).toBe(true);
    vi.useRealTimers();
  });
});
