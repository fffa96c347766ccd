import { useLocation } from 'react-router';

import { pendingStep } from '@/shared/session/RequireSession';
import { useAccountLanguage } from '@/shared/session/useAccountLanguage';
import { useMe } from '@/shared/session/useMe';

import { comesFrom, destination } from './session';

/** What a page of the login shows: itself, nothing yet, or another page. */
type Step = { show: 'wait' } | { show: 'page' } | { show: 'other'; to: string; state: unknown };

/** Whether the page at `path` is the step that is to be done now; otherwise where to go instead. */
export function useStep(path: string): Step {
  const me = useMe();
  useAccountLanguage(me.data);
  const location = useLocation();
  const state = comesFrom(location.state, location.search);
  if (me.isPending) return { show: 'wait' };
  const step = pendingStep(me.data ?? null);
  if (step === path) return { show: 'page' };
  if (step !== null) return { show: 'other', to: step, state };
  return { show: 'other', to: destination(me.data && me.data !== 'second_factor' ? me.data.landing : 'portal', state), state: null };
}
