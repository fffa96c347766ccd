import type { TicketView } from '@/shared/api/schema.gen';

/** The states of tickets that were submitted, in the order of their life. */
export const LIFE = ['waiting', 'in_progress', 'awaiting_customer', 'completed', 'closed', 'withdrawn'] as const;

export type LifeState = (typeof LIFE)[number];

/** How many tickets are in each state. */
export function byState(tickets: TicketView[]): Record<LifeState, number> {
  const count = (state: LifeState) => tickets.filter((ticket) => ticket.state === state).length;
  return Object.fromEntries(LIFE.map((state) => [state, count(state)])) as Record<LifeState, number>;
}

/** A stretch of time, and how many tickets were submitted in it. */
export interface Stretch {
  /** Its first moment. */
  from: Date;
  /** The first moment after it. */
  until: Date;
  count: number;
}

/** The days up to `now` in local time, oldest first. */
export function byDay(tickets: TicketView[], days: number, now: Date): Stretch[] {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const day = (back: number) => new Date(midnight.getFullYear(), midnight.getMonth(), midnight.getDate() - back);
  return Array.from({ length: days }, (_, index) => {
    const [from, until] = [day(days - 1 - index), day(days - 2 - index)];
    const count = tickets.filter(({ submitted_at }) => new Date(submitted_at) >= from && new Date(submitted_at) < until).length;
    return { from, until, count };
  });
}

/** How often each number of stars was given, five first. */
export function byStars(tickets: TicketView[]): { stars: number; count: number }[] {
  const given = tickets.flatMap((ticket) => ticket.completion?.rating?.stars ?? []);
  return [5, 4, 3, 2, 1].map((stars) => ({ stars, count: given.filter((one) => one === stars).length }));
}
