import type { TicketView } from '@/shared/api/schema.gen';

/** What became of one ticket of several. */
export interface Result {
  ticket: TicketView;
  /** Why nothing was done with it. */
  error?: unknown;
}

/** Does something with each of several tickets, one after the other: a refusal of one is its own. `told` hears how many are done. */
export async function eachOf(tickets: readonly TicketView[], act: (ticket: TicketView) => Promise<unknown>, told: (count: number) => void): Promise<Result[]> {
  const results: Result[] = [];
  for (const ticket of tickets) {
    try {
      await act(ticket);
      results.push({ ticket });
    } catch (error) {
      results.push({ ticket, error });
    }
    told(results.length);
  }
  return results;
}
