import { createContext, useContext } from 'react';

import type { DraftView } from '@/shared/api/schema.gen';

/** What the frame around the pages of own tickets does for them. */
interface Portal {
  /** What stands before their paths: nothing in the portal, and the console has them below its own. */
  base: string;
  /** Opens the form of a new ticket over the page (S001-9), or of a draft. */
  newTicket: (draft?: DraftView) => void;
}

export const PortalContext = createContext<Portal>({ base: '', newTicket: () => undefined });

/** The frame around this page. */
export function usePortal(): Portal {
  return useContext(PortalContext);
}
