import { queryOptions } from '@tanstack/react-query';

import { api, call } from '@/shared/api/client';

/** How often the figures are asked for again, in milliseconds: they follow what happens by some seconds. */
const EVERY = 30_000;

/** Whose tickets are counted; what belongs to whom the API says. */
export type FiguresView = 'submitted' | 'mine' | 'queues' | 'all';

/** What customers and staff call differently. */
export interface Labels {
  /** All that is counted. */
  total: string;
  /** Tickets that wait for their customer. */
  awaiting: string;
}

/** The figures of a first page (S001-7, ET-2 to ET-5). They hang on what hangs on tickets. */
export function figures(view: FiguresView) {
  return queryOptions({
    queryKey: ['tickets', 'figures', view],
    queryFn: () => call(api.GET('/api/home', { params: { query: { view } } })),
    refetchInterval: EVERY,
    staleTime: 0,
  });
}

/** The page that shows the list of a figure: the API names the request, and the page has the same address. */
export function pageOf(list: string, base: string): string {
  return `${base}${list.replace(/^\/api/, '')}`;
}
