import { Suspense, useCallback, useState } from 'react';

import { lazily } from '@/shared/ui/lazily';

import type { Party, PartyAction } from './party';

const OpenAccountDialog = lazily(() => import('./OpenAccountDialog').then((module) => module.OpenAccountDialog));
const RequestDialog = lazily(() => import('./RequestDialog').then((module) => module.RequestDialog));
const ResetPasswordDialog = lazily(() => import('./ResetPasswordDialog').then((module) => module.ResetPasswordDialog));
const OffboardDialog = lazily(() => import('./OffboardDialog').then((module) => module.OffboardDialog));
const RehireDialog = lazily(() => import('./RehireDialog').then((module) => module.RehireDialog));
const DeleteDialog = lazily(() => import('./DeleteDialog').then((module) => module.DeleteDialog));

const DIALOGS = {
  open: OpenAccountDialog,
  request: RequestDialog,
  reset_password: ResetPasswordDialog,
  offboard: OffboardDialog,
  rehire: RehireDialog,
  delete: DeleteDialog,
};

interface Running {
  action: PartyAction;
  party: Party;
}

/** Which dialog is open. */
export function usePartyDialogs() {
  const [running, setRunning] = useState<Running | null>(null);
  const start = useCallback((action: PartyAction, party: Party) => setRunning({ action, party }), []);
  const close = useCallback(() => setRunning(null), []);
  return { running, start, close };
}

/** The dialog that is open. */
export function PartyDialogs({ running, start, close }: ReturnType<typeof usePartyDialogs>) {
  if (!running) return null;
  const Dialog = DIALOGS[running.action];
  return <Suspense><Dialog key={running.action} party={running.party} start={start} onClose={close} /></Suspense>;
}
