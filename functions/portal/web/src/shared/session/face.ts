import { createContext, useContext } from 'react';

import type { EnterpriseView } from '@/shared/api/schema.gen';
import { store, stored } from '@/shared/stored';

/** How an enterprise shows itself in the pages. */
export interface Face extends Pick<EnterpriseView, 'colour' | 'help' | 'contact' | 'logo'> {
  tenant_id: string;
  name: string;
}

/** The name of the product, the same in every language: where no enterprise is known, and small where one is. */
export const PRODUCT = 'Foyer';

const KEY = 'foyer.face';

/** The face that was seen on this device last, so that the login begins with it. */
export function keptFace(): Face | null {
  try {
    const kept = JSON.parse(stored(KEY) ?? 'null') as Partial<Face> | null;
    return kept && typeof kept.name === 'string' && typeof kept.tenant_id === 'string' ? { colour: null, help: null, contact: null, logo: null, ...kept } as Face : null;
  } catch {
    return null;
  }
}

/** Keeps a face for the next login on this device. */
export function keepFace(face: Face): void {
  store(KEY, JSON.stringify(face));
}

/** Where the logo is; its address changes with it. */
export function logoOf({ tenant_id, logo }: Face): string | null {
  return logo ? `/api/enterprises/${tenant_id}/logo#${logo}` : null;
}

interface FaceState {
  face: Face | null;
  show: (face: Face) => void;
}

export const FaceContext = createContext<FaceState>({ face: null, show: () => undefined });

/** The enterprise whose pages these are, where it is known, and the way to say it. */
export function useFace(): FaceState {
  return useContext(FaceContext);
}
