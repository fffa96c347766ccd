import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import { useAccount } from '@/shared/session/useMe';

import type { Choice, Group } from './Finder';

const SHOWN = 5;
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

/** Tickets, customers and contacts in which a text is found, by number, title, name, phone or email. */
export function useFound(typed: string): { groups: Group[]; none: boolean } {
  const { t } = useTranslation('console');
  const q = useSettled(typed.trim());
  const view = useTicketView();
  const found = useQuery({
    queryKey: ['parties', 'search', view, q],
    enabled: q.length > 0,
    placeholderData: keepPreviousData,
    queryFn: async () => {
      const query = { q, limit: SHOWN };
      const [tickets, customers, contacts] = await Promise.all([
        call(api.GET('/api/tickets', { params: { query: { ...query, view } } })),
        call(api.GET('/api/customers', { params: { query } })),
        call(api.GET('/api/contacts', { params: { query } })),
      ]);
      return { tickets: tickets.items, customers: customers.items, contacts: contacts.items };
    },
  });
  if (!typed.trim() || !q || !found.data) return { groups: [], none: false };
  const { tickets, customers, contacts } = found.data;
  const party = (path: string, id: string, name: string, more?: string | null): Choice => ({ key: id, label: name, more: more ?? undefined, to: `/console/${path}/${id}` });
  const groups = [
    { label: t('kinds.tickets'), choices: tickets.map((one) => ({ key: one.ticket_id, label: one.title, more: one.number, to: `/console/tickets/${one.ticket_id}` })) },
    { label: t('kinds.customers'), choices: customers.map((one) => party('customers', one.customer_id, one.name, one.mobile ?? one.email)) },
    { label: t('kinds.contacts'), choices: contacts.map((one) => party('contacts', one.contact_id, one.name, one.mobile ?? one.email)) },
  ].filter((group) => group.choices.length > 0);
  return { groups, none: groups.length === 0 && !found.isFetching };
}
