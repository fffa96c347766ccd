import type { ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router';

import { lost } from '@/shared/api/lost';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { Failure } from '@/shared/ui/Failure';

import { SessionEnd } from './SessionEnd';
import { useAccountLanguage } from './useAccountLanguage';
import { type Me, useMe } from './useMe';
import { useSessionFace } from './useSessionFace';

/** Where somebody lands: customers in the portal, staff in the console (S000-7). */
export type Landing = 'portal' | 'console';

/** The path of a landing. */
export const HOME: Record<Landing, string> = { portal: '/', console: '/console' };

/** The page of the login that has to be done before anything else; `null` if there is none. */
export function pendingStep(me: Me): string | null {
  if (me === null) return '/login';
  if (me === 'second_factor') return '/login/second-factor';
  if (me.must_change_password) return '/login/password';
  return me.next_step === 'enrol_second_factor' ? '/login/enrol' : null;
}

/**
 * Shows a page to whom it is for. Nobody goes to the login and comes back after it; so does whoever has a step of it
 * left. Links in messages name pages of the portal: staff find the same below the console.
 */
export function RequireSession({ landing, children }: { landing: Landing; children: ReactNode }) {
  const me = useMe();
  const location = useLocation();
  useAccountLanguage(me.data);
  useSessionFace(me.data);
  if (me.isPending) return <PageSkeleton />;
  const failure = lost(me);
  if (failure || me.data === undefined) return <Failure error={failure} onRetry={() => void me.refetch()} />;
  const step = pendingStep(me.data);
  if (step !== null || me.data === null || me.data === 'second_factor') {
    return <Navigate to={step ?? '/login'} replace state={{ from: location }} />;
  }
  if (me.data.landing !== landing) {
    const to = landing === 'portal' ? `${HOME.console}${location.pathname === '/' ? '' : location.pathname}${location.search}` : HOME.portal;
    return <Navigate to={to} replace />;
  }
  // Another identity is another person: nothing that a page holds goes with it.
  return (
    <div key={me.data.active_identity.identity_id} className="session">
      {children}
      <SessionEnd me={me.data} />
    </div>
  );
}
