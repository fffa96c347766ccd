import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import type { FoundView } from '@/shared/api/schema.gen';
import { useAccount } from '@/shared/session/useMe';

import type { Choice, Group } from './Finder';

/** Pages without anything that are turned before it is said that there is nothing. */
const MOST_PAGES = 5;
/** So long after the last key, in milliseconds, it is looked for. */
const AFTER = 200;

/** A text when nobody has typed for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), AFTER);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** The list of tickets that somebody may search. */
export function useTicketView(): 'all' | 'queues' {
  return useAccount().rights?.includes('view_all_tickets') ? 'all' : 'queues';
}

/** Kinds in the order in which they are shown, with what they are called and where one of them is. */
const KINDS = [
  { kind: 'ticket', label: 'kinds.tickets', to: (id: string) => `/console/tickets/${id}` },
  { kind: 'customer', label: 'kinds.customers', to: (id: string) => `/console/customers/${id}` },
  { kind: 'contact', label: 'kinds.contacts', to: (id: string) => `/console/contacts/${id}` },
  { kind: 'organisation', label: 'kinds.organisations', to: (id: string) => `/console/organisations/${id}` },
  { kind: 'staff', label: 'kinds.staff', to: () => '/console/staff' },
] as const;

/** The first page on which there is anything: one may be empty and still have a next one. */
async function firstFound(q: string): Promise<FoundView[]> {
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { items, next_cursor } = await call(api.GET('/api/find', { params: { query: { q, cursor } } }));
    if (items.length > 0 || !next_cursor) return items;
    cursor = next_cursor;
  }
  return [];
}

/** All that is found by a text, by kind: tickets, customers, contacts, organisations and colleagues. */
export function useFound(typed: string): { groups: Group[]; none: boolean } {
  const { t } = useTranslation('console');
  const q = useSettled(typed.trim());
  // Marks alone are no word, and would be refused.
  const asks = /[\p{L}\p{N}\p{So}]/u.test(q);
  const found = useQuery({ queryKey: ['parties', 'find', q], enabled: asks, placeholderData: keepPreviousData, queryFn: () => firstFound(q) });
  if (!typed.trim() || !q || !asks || !found.data) return { groups: [], none: false };
  const rows = found.data;
  const groups = KINDS.map(({ kind, label, to }) => ({
    label: t(label),
    choices: rows.filter((one) => one.kind === kind).map((one): Choice => ({ key: one.id, label: one.name, more: one.number ?? one.mobile ?? one.email ?? undefined, to: to(one.id) })),
  })).filter((group) => group.choices.length > 0);
  return { groups, none: groups.length === 0 && !found.isFetching };
}
