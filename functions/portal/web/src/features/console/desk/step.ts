import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useLocation, useMatch, useNavigate } from 'react-router';

import type { TicketView } from '@/shared/api/schema.gen';

import { TICKETS } from './queries';

/** The links of the rows that are shown, in order. */
function rows(): HTMLAnchorElement[] {
  return [...document.querySelectorAll<HTMLAnchorElement>('a[data-row]')];
}

/** The place behind or before `now` in a list of so many; from nowhere, its beginning or its end. */
export function nextPlace(now: number, by: 1 | -1, length: number): number {
  if (now < 0) return by > 0 ? 0 : length - 1;
  return now + by;
}

/** The tickets of the list from which one was opened, as it was read last: where there is no room for it, it is not shown. */
function listed(client: QueryClient, search: string): string[] {
  const view = new URLSearchParams(search).get('view');
  const kind = view === null ? 'waiting' : 'list';
  const pages = client.getQueriesData<{ pages: { items: TicketView[] }[] }>({
    queryKey: [...TICKETS, kind],
    predicate: ({ queryKey }) => view === null || (queryKey[2] as { view?: string }).view === view,
  });
  return pages.flatMap(([, found]) => found?.pages ?? []).flatMap(({ items }) => items.map(({ ticket_id }) => ticket_id));
}

/** Goes one on or back in the list: where a ticket is open the next opens, and else its row takes the focus. */
export function useStep(): (by: 1 | -1) => void {
  const navigate = useNavigate();
  const client = useQueryClient();
  const { search } = useLocation();
  const opened = useMatch('/console/tickets/:ticketId')?.params.ticketId;
  return useCallback(
    (by) => {
      const shown = rows();
      const ids = shown.length > 0 ? shown.map((row) => row.dataset.row) : listed(client, search);
      const now = opened ? ids.indexOf(opened) : shown.findIndex((row) => row === document.activeElement);
      const place = nextPlace(now, by, ids.length);
      const id = ids[place];
      if (!id) return;
      shown[place]?.focus();
      shown[place]?.scrollIntoView({ block: 'nearest' });
      if (opened) void navigate({ pathname: `/console/tickets/${id}`, search });
    },
    [client, navigate, opened, search],
  );
}
