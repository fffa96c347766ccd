import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';

import { api, call } from '@/shared/api/client';
import type { NoticeView } from '@/shared/api/schema.gen';

import { NOTICES, unread } from './queries';

/** Notices that are looked through for those about a ticket. */
const LATEST = 100;

const TICKET = /tkt_[0-9a-z]+/;

/** The latest notices, asked for anew whenever another number of them is unread. */
function latest(count: number) {
  return queryOptions({
    queryKey: [...NOTICES, 'latest', count],
    queryFn: () => call(api.GET('/api/notices', { params: { query: { limit: LATEST } } })),
    enabled: count > 0,
    placeholderData: keepPreviousData,
  });
}

/** What is unread of each ticket, the latest first. Nothing is asked for while the bell says that there is nothing. */
export function useTicketNews(): ReadonlyMap<string, NoticeView[]> {
  const count = useQuery(unread()).data?.unread ?? 0;
  const { data } = useQuery(latest(count));
  return useMemo(() => newsOf(count > 0 ? (data?.items ?? []) : []), [count, data]);
}

/** Unread notices by the ticket that they lead to. */
export function newsOf(notices: readonly NoticeView[]): ReadonlyMap<string, NoticeView[]> {
  const news = new Map<string, NoticeView[]>();
  for (const notice of notices) {
    const ticket = TICKET.exec(notice.link)?.[0];
    if (!ticket || !notice.unread) continue;
    news.set(ticket, [...(news.get(ticket) ?? []), notice]);
  }
  return news;
}

/** Who has a ticket open has read its notices. */
export function useReadNews(ticketId: string): void {
  const client = useQueryClient();
  const mine = useTicketNews().get(ticketId);
  const { mutate } = useMutation({
    mutationFn: (ids: string[]) => Promise.all(ids.map((id) => call(api.POST('/api/notices/{notice_id}/read', { params: { path: { notice_id: id } } })))),
    onSettled: () => client.invalidateQueries({ queryKey: NOTICES }),
  });
  const ids = mine?.map((notice) => notice.notice_id).join(' ');
  useEffect(() => {
    if (ids) mutate(ids.split(' '));
  }, [ids, mutate]);
}
