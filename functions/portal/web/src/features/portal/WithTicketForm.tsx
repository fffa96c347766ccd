import { type ReactNode, Suspense, useState } from 'react';

import type { DraftView } from '@/shared/api/schema.gen';
import { lazily } from '@/shared/ui/lazily';

import { PortalContext } from './usePortal';

const NewTicketDrawer = lazily(() => import('./tickets/NewTicketDrawer').then((module) => module.NewTicketDrawer));

/** Lets what is inside open the form of a new ticket, which is over all of it (S001-9). */
export function WithTicketForm({ base = '', children }: { base?: string; children: ReactNode }) {
  const [drawer, setDrawer] = useState<{ open: boolean; draft: DraftView | null; key: number } | null>(null);
  const newTicket = (draft?: DraftView) => setDrawer((before) => ({ open: true, draft: draft ?? null, key: (before?.key ?? 0) + 1 }));
  return (
    <PortalContext value={{ base, newTicket }}>
      {children}
      {drawer ? <Suspense><NewTicketDrawer key={drawer.key} open={drawer.open} draft={drawer.draft} onClose={() => setDrawer({ ...drawer, open: false })} /></Suspense> : null}
    </PortalContext>
  );
}
