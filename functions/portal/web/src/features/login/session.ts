import type { QueryClient } from '@tanstack/react-query';
import type { Location } from 'react-router';

import type { SessionOutput } from '@/shared/api/schema.gen';
import { HOME, type Landing } from '@/shared/session/RequireSession';
import { noteSession } from '@/shared/session/useMe';

/** The initial password that was just typed: it is needed once more, to be replaced. It is kept nowhere else. */
let typed = '';

/** The initial password that was typed at the login. */
export function typedPassword(): string {
  return typed;
}

/** Begins to show the pages of whoever logged in. */
export function beginSession(client: QueryClient, session: SessionOutput, password = ''): void {
  if (password) typed = session.must_change_password ? password : '';
  client.clear();
  noteSession(client, session);
}

/** Forgets the initial password. */
export function forgetTypedPassword(): void {
  typed = '';
}

/** What the login knows of where somebody comes from: the page that sent him here, or `?next=` with a path of ours. */
export function comesFrom(state: unknown, search: string): unknown {
  const next = ownPath(new URLSearchParams(search).get('next'));
  if (!next || (state as { from?: unknown } | null)?.from) return state;
  return { ...(state as object | null), from: { pathname: next.pathname, search: next.search } };
}

/** A path of our own pages; `null` for whatever leads elsewhere, however it is written. */
export function ownPath(next: string | null): URL | null {
  if (!next?.startsWith('/')) return null;
  const here = 'https://here.invalid';
  const url = URL.canParse(next, here) ? new URL(next, here) : null;
  return url?.origin === here && !url.pathname.startsWith('//') && !url.pathname.startsWith('/login') && !url.pathname.startsWith('/api/') ? url : null;
}

/** Where to go after the login: back to the page that asked for it, if it is in the same half of the system. */
export function destination(landing: string, state: unknown): string {
  const from = (state as { from?: Pick<Location, 'pathname' | 'search'> } | null)?.from;
  const home = HOME[landing as Landing] ?? HOME.portal;
  if (!from) return home;
  // A page of the portal has its like in the console: RequireSession leads there.
  const fits = landing === 'console' || !from.pathname.startsWith(HOME.console);
  return fits && from.pathname !== '/' ? `${from.pathname}${from.search}` : home;
}
