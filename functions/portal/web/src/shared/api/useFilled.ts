import { useEffect } from 'react';

/** A page of a filtered list may be short and still have a next one: how many are read on their own. */
const MOST_PAGES = 10;

interface Pages {
  data?: { pages: unknown[] } | undefined;
  hasNextPage: boolean;
  isFetching: boolean;
  isError: boolean;
  fetchNextPage: () => Promise<unknown>;
}

/** Reads on until `shown` rows of a list fill a page of `wanted`, so that no filter shows a page with nothing in it. */
export function useFilled(list: Pages, shown: number, wanted: number): void {
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = list;
  const pages = data?.pages.length ?? 0;
  useEffect(() => {
    if (shown < wanted && hasNextPage && !isFetching && !isError && pages < MOST_PAGES) void fetchNextPage();
  }, [shown, wanted, hasNextPage, isFetching, isError, pages, fetchNextPage]);
}
