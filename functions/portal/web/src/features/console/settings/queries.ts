import { queryOptions } from '@tanstack/react-query';

import { api, call } from '@/shared/api/client';

/** Everything about opened pages hangs on this key. */
export const APPS = ['apps'] as const;
/** The pages of the portal that can be opened and closed. */
export const PAGES = ['home', 'tickets', 'notices'] as const;
export type PortalPage = (typeof PAGES)[number];

const MOST_ENTRIES = 100;

/** The pages that are open to everybody. */
export function openPages() {
  return queryOptions({
    queryKey: [...APPS, 'all'],
    queryFn: async () => {
      const { apps } = await call(api.GET('/api/apps'));
      return PAGES.filter((page) => apps.includes(page));
    },
  });
}

/** The pages that are open to one person: his own choice, as it was written down last, or null for everybody's. */
export function ownPages(identityId: string) {
  return queryOptions({
    queryKey: [...APPS, identityId],
    queryFn: async (): Promise<PortalPage[] | null> => {
      const { items } = await call(api.GET('/api/audit', { params: { query: { target: identityId, limit: MOST_ENTRIES } } }));
      const chosen = items.find((entry) => entry.act === 'apps.opened')?.changes.find((change) => change.field === 'apps')?.after;
      if (chosen === null || chosen === undefined) return null;
      const names = chosen.split(/[^a-z]+/);
      return PAGES.filter((page) => names.includes(page));
    },
  });
}
