import type { QueryClient } from '@tanstack/react-query';
import type { Location } from 'react-router';

import { ME } from '@/shared/api/query';
import type { GetMeOutput, SessionOutput } from '@/shared/api/schema.gen';
import { changeLanguage, languageIsChosen } from '@/shared/i18n';
import { HOME, type Landing } from '@/shared/session/RequireSession';

/** The initial password that was just typed: it is needed once more, to be replaced. It is kept nowhere else. */
let typed = '';

/** Takes the initial password that was typed at the login. */
export function takeTypedPassword(): string {
  return typed;
}

/** Begins to show the pages of whoever logged in. The token is the cookie's alone. */
export async function beginSession(client: QueryClient, session: SessionOutput, password: string): Promise<void> {
  const { account, identities, active_identity, landing, must_change_password, expires_at } = session;
  typed = session.must_change_password ? password : '';
  client.clear();
  client.setQueryData<GetMeOutput>(ME, { account, identities, active_identity, landing, must_change_password, expires_at });
  if (!languageIsChosen()) await changeLanguage(session.account.language, false);
}

/** Forgets the initial password. */
export function forgetTypedPassword(): void {
  typed = '';
}

/** Where to go after the login: back to the page that asked for it, if it is in the same half of the system. */
export function destination(landing: string, state: unknown): string {
  const from = (state as { from?: Location } | null)?.from;
  const home = HOME[landing as Landing] ?? HOME.portal;
  if (!from) return home;
  const inConsole = from.pathname.startsWith(HOME.console);
  return inConsole === (landing === 'console') ? `${from.pathname}${from.search}` : home;
}
