import { createContext, useContext } from 'react';

import type { DraftView } from '@/shared/api/schema.gen';

/** What the frame of the portal does for its pages. */
interface Portal {
  /** Opens the form of a new ticket over the page (S001-9), or of a draft. */
  newTicket: (draft?: DraftView) => void;
}

export const PortalContext = createContext<Portal>({ newTicket: () => undefined });

/** The frame around this page. */
export function usePortal(): Portal {
  return useContext(PortalContext);
}
