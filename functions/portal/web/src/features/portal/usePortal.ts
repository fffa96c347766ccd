import { createContext, useContext } from 'react';

/** What the frame of the portal does for its pages. */
interface Portal {
  /** Opens the form of a new ticket over the page (S001-9). */
  newTicket: () => void;
}

export const PortalContext = createContext<Portal>({ newTicket: () => undefined });

/** The frame around this page. */
export function usePortal(): Portal {
  return useContext(PortalContext);
}
