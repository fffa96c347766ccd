import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { api, call } from '@/shared/api/client';
import type { AccountTab, ContactView, CustomerView } from '@/shared/api/schema.gen';

import type { Once } from '../common/useCommand';

/** A customer or a contact: what has an account. */
export type Kind = 'customer' | 'contact';
export type PartyView = CustomerView | ContactView;

/** Everything about customers and contacts hangs on this key. */
export const PARTIES = ['parties'] as const;
/** The states of an account. */
export const ACCOUNT_STATES = ['none', 'pending', 'open', 'offboarded'] as const;
export type AccountState = (typeof ACCOUNT_STATES)[number];

/** What can be done with the account of a party. */
export type PartyAction = 'open' | 'request' | 'reset_password' | 'offboard' | 'rehire' | 'delete';

/** A party, for a dialog about its account. */
export interface Party {
  kind: Kind;
  id: string;
  name: string;
  organisationId?: string;
  account?: AccountTab | null;
}

export function partyOf(view: PartyView): Party {
  const { name, account } = view;
  return 'contact_id' in view
    ? { kind: 'contact', id: view.contact_id, name, organisationId: view.organisation_id, account }
    : { kind: 'customer', id: view.customer_id, name, account };
}

/** The page of a party. */
export function pathOf(kind: string, id: string): string {
  return kind === 'contact' ? `/console/contacts/${id}` : `/console/customers/${id}`;
}

/** What a dialog about a party is given. */
export interface PartyDialogProps {
  party: Party;
  onClose: () => void;
  /** Goes on with another action, as the deletion does that should be an offboarding. */
  start: (action: PartyAction, party: Party) => void;
}

const KNOWN: PartyAction[] = ['reset_password', 'offboard', 'rehire', 'delete'];

/** What takes something away from somebody: it stands apart from what does not, and looks like it. */
export function isDangerous(action: PartyAction): boolean {
  return action === 'offboard' || action === 'delete';
}

/** What the caller may do with the account in its state: exactly what the server allows (S000-3, S000-13, S000-20, S000-24). */
export function actionsOf(account?: AccountTab | null): PartyAction[] {
  if (!account) return [];
  const first: PartyAction[] = account.may_open ? ['open'] : account.may_request ? ['request'] : [];
  return [...first, ...KNOWN.filter((action) => account.actions.includes(action))];
}

/** Which of them; what is empty does not count. */
interface Wanted {
  q: string;
  account_state: string;
  /** Contacts of this organisation only. */
  organisation_id?: string | undefined;
}

/** Rows of a page. */
export const PAGE = 20;

/** The customers or contacts that the caller sees, page by page. */
export function partyList(kind: Kind, { q, account_state, organisation_id }: Wanted) {
  return infiniteQueryOptions({
    queryKey: [...PARTIES, 'list', kind, q, account_state, organisation_id],
    queryFn: async ({ pageParam }): Promise<{ items: PartyView[]; next_cursor?: string | null; unreadable?: number }> => {
      const query = { q: q || undefined, account_state: account_state || undefined, limit: PAGE, cursor: pageParam };
      return kind === 'contact' ? call(api.GET('/api/contacts', { params: { query: { ...query, organisation_id } } })) : call(api.GET('/api/customers', { params: { query } }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** One customer or contact. */
export function partyQuery(kind: Kind, id: string) {
  return queryOptions({
    queryKey: [...PARTIES, 'one', kind, id],
    queryFn: (): Promise<PartyView> =>
      kind === 'contact'
        ? call(api.GET('/api/contacts/{contact_id}', { params: { path: { contact_id: id } } }))
        : call(api.GET('/api/customers/{customer_id}', { params: { path: { customer_id: id } } })),
  });
}

/** Opens the account of a party. */
export function openAccount(party: Party, body: { login?: string; initial_password?: string }, headers: Once) {
  return party.kind === 'contact'
    ? call(api.POST('/api/contacts/{contact_id}/account', { params: { path: { contact_id: party.id }, header: headers }, body }))
    : call(api.POST('/api/customers/{customer_id}/account', { params: { path: { customer_id: party.id }, header: headers }, body }));
}
