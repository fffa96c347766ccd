import { queryOptions } from '@tanstack/react-query';

import { api, call } from '@/shared/api/client';
import type { OrganisationView, StaffView } from '@/shared/api/schema.gen';

const PAGE = 100;
/** More is not needed to choose from: whoever has more searches. */
const MOST_PAGES = 5;

interface PageOf<T> {
  items: T[];
  next_cursor?: string | null;
}

/** All rows of a list, up to 500. */
export async function allPages<T>(load: (query: { limit: number; cursor?: string }) => Promise<PageOf<T>>): Promise<T[]> {
  const rows: T[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { items, next_cursor } = await load({ limit: PAGE, cursor });
    rows.push(...items);
    if (!next_cursor) break;
    cursor = next_cursor;
  }
  return rows;
}

/** The people who work here, by name. */
export function staffList() {
  return queryOptions({
    queryKey: ['staff'],
    queryFn: async (): Promise<StaffView[]> => {
      const all = await allPages((query) => call(api.GET('/api/staff', { params: { query } })));
      return all.sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'));
    },
    staleTime: 5 * 60_000,
  });
}

/** The organisations, by name. */
export function organisationList() {
  return queryOptions({
    queryKey: ['organisations'],
    queryFn: async (): Promise<OrganisationView[]> => {
      const all = await allPages((query) => call(api.GET('/api/organisations', { params: { query } })));
      return all.sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'));
    },
    staleTime: 5 * 60_000,
  });
}
