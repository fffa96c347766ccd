import type { ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router';

import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { Failure } from '@/shared/ui/Failure';

import { useMe } from './useMe';

/** Where somebody lands: customers in the portal, staff in the console (S000-7). */
export type Landing = 'portal' | 'console';

/** The path of a landing. */
export const HOME: Record<Landing, string> = { portal: '/', console: '/console' };

/**
 * Shows a page to whom it is for. Nobody goes to the login and comes back after it; whoever has an initial
 * password replaces it first; whoever is in the other half of the system goes home.
 */
export function RequireSession({ landing, children }: { landing: Landing; children: ReactNode }) {
  const me = useMe();
  const location = useLocation();
  if (me.isPending) return <PageSkeleton />;
  if (me.isError) return <Failure error={me.error} onRetry={() => void me.refetch()} />;
  if (me.data === null) return <Navigate to="/login" replace state={{ from: location }} />;
  if (me.data.must_change_password) return <Navigate to="/login/password" replace state={{ from: location }} />;
  if (me.data.landing !== landing) return <Navigate to={HOME[me.data.landing as Landing]} replace />;
  // Another identity is another person: nothing that a page holds goes with it.
  return <div key={me.data.active_identity.identity_id} className="session">{children}</div>;
}
