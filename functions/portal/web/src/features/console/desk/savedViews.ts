import { useCallback, useState } from 'react';

import { useAccount } from '@/shared/session/useMe';

/** A list of the desk that somebody called by a name. */
export interface SavedView {
  name: string;
  /** The search of its address. */
  query: string;
}

const PREFIX = 'foyer.views.';
/** More have no room beside the others. */
export const MOST_VIEWS = 6;

/** A store like the browser's, which may refuse. */
type Place = Pick<Storage, 'getItem' | 'setItem'>;

/** The views that an identity kept on this device; what is no list of views is none. */
export function readViews(device: Place, identityId: string): SavedView[] {
  try {
    const kept: unknown = JSON.parse(device.getItem(PREFIX + identityId) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isView).slice(0, MOST_VIEWS) : [];
  } catch {
    return [];
  }
}

function isView(one: unknown): one is SavedView {
  const { name, query } = (one ?? {}) as Partial<SavedView>;
  return typeof name === 'string' && typeof query === 'string';
}

/** With another view; one of the same name is replaced, and the oldest goes where there are too many. */
export function withView(views: readonly SavedView[], view: SavedView): SavedView[] {
  return [...views.filter(({ name }) => name !== view.name), view].slice(-MOST_VIEWS);
}

/** The views that whoever is signed in keeps on this device. */
export function useSavedViews(): { views: SavedView[]; save: (view: SavedView) => void; remove: (name: string) => void } {
  const identity = useAccount().active_identity.identity_id;
  const [views, setViews] = useState(() => readViews(localStorage, identity));
  const keep = useCallback(
    (next: SavedView[]) => {
      setViews(next);
      try {
        localStorage.setItem(PREFIX + identity, JSON.stringify(next));
      } catch {
        // A browser that keeps nothing has them until the page is left.
      }
    },
    [identity],
  );
  return { views, save: (view) => keep(withView(views, view)), remove: (name) => keep(views.filter((view) => view.name !== name)) };
}
