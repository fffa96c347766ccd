import { createContext, useCallback, useContext, useMemo, useState } from 'react';

import type { TicketView } from '@/shared/api/schema.gen';

/** Tickets that are chosen, so that something is done with all of them. */
export interface Chosen {
  /** Whether it is being chosen. */
  on: boolean;
  tickets: ReadonlyMap<string, TicketView>;
  start: () => void;
  /** None is chosen any more. */
  stop: () => void;
  toggle: (ticket: TicketView) => void;
  /** Only these stay. */
  keep: (ids: readonly string[]) => void;
}

const NONE: ReadonlyMap<string, TicketView> = new Map();

/** With a ticket, or without it where it was in it. */
export function toggled(tickets: ReadonlyMap<string, TicketView>, ticket: TicketView): ReadonlyMap<string, TicketView> {
  const next = new Map(tickets);
  if (!next.delete(ticket.ticket_id)) next.set(ticket.ticket_id, ticket);
  return next;
}

/** What is chosen in a list; another one, by its name, begins anew. */
export function useChoosing(list: string): Chosen {
  const [on, setOn] = useState(false);
  const [tickets, setTickets] = useState(NONE);
  const [of, setOf] = useState(list);
  if (of !== list) {
    setOf(list);
    setOn(false);
    setTickets(NONE);
  }
  const stop = useCallback(() => {
    setOn(false);
    setTickets(NONE);
  }, []);
  return useMemo(
    () => ({
      on,
      tickets,
      stop,
      start: () => setOn(true),
      toggle: (ticket) => {
        setOn(true);
        setTickets((now) => toggled(now, ticket));
      },
      keep: (ids) => setTickets((now) => new Map([...now].filter(([id]) => ids.includes(id)))),
    }),
    [on, tickets, stop],
  );
}

export const ChosenContext = createContext<Chosen | undefined>(undefined);

/** What is chosen in the list around; nothing can be chosen elsewhere. */
export function useChosen(): Chosen | undefined {
  return useContext(ChosenContext);
}
