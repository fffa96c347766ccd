/** Keeps what is typed on this device until it is sent: for each identity and each place where something is written. */
import { useMemo } from 'react';

import { useAccount } from '@/shared/session/useMe';

/** What all keys begin with. */
const PREFIX = 'foyer.draft.';
/** What nobody came back to for so long, in milliseconds, is removed: a device is not an archive. */
const LONGEST = 30 * 24 * 60 * 60 * 1000;

/** What is typed at one place. */
export interface Kept<T extends object, Seen extends object = never> {
  /** What was typed, or nothing. */
  read: () => Partial<T>;
  /** What was seen when the typing began: what is sent later is sent as an answer to that, not to what came since. */
  begunOn: () => Seen | undefined;
  /** Keeps what is typed now; nothing where all of it is empty. */
  keep: (typed: Partial<T>, seen?: Seen) => void;
  /** It was sent, or is not wanted. */
  forget: () => void;
}

/** A store like the browser's, which may refuse: in private windows, or when it is full. */
type Place = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** Whether anything is written in some fields: choices alone are no text. */
export function isWritten(typed: object, fields: readonly string[] = Object.keys(typed)): boolean {
  const values = typed as Record<string, unknown>;
  return fields.some((field) => typeof values[field] === 'string' && values[field].trim() !== '');
}

/** What is kept for an identity at a place, like `ticket/tkt_…/reply`. Another identity never sees it. */
export function keptAt<T extends object, Seen extends object = never>(device: Place, identityId: string, place: string, now: () => number = Date.now): Kept<T, Seen> {
  const key = `${PREFIX}${identityId}.${place}`;
  const forget = () => tried(() => device.removeItem(key));
  return {
    read: () => tried(() => parsed<T, Seen>(device.getItem(key))?.typed) ?? {},
    begunOn: () => tried(() => parsed<T, Seen>(device.getItem(key))?.seen),
    keep: (typed, seen) => (isWritten(typed) ? tried(() => device.setItem(key, JSON.stringify({ at: now(), typed, seen }))) : forget()),
    forget,
  };
}

/** Removes what nobody came back to. */
export function sweepKept(device: Place = DEVICE, now: number = Date.now()): void {
  tried(() => {
    const keys = Array.from({ length: device.length }, (_, index) => device.key(index)).filter((key) => key?.startsWith(PREFIX));
    for (const key of keys) {
      if (key !== null && now - (parsed(device.getItem(key))?.at ?? 0) > LONGEST) device.removeItem(key);
    }
  });
}

/** The storage of this browser. To ask for it fails where it is blocked, so that it is asked for each time. */
const DEVICE: Place = {
  getItem: (key) => localStorage.getItem(key),
  setItem: (key, value) => localStorage.setItem(key, value),
  removeItem: (key) => localStorage.removeItem(key),
  key: (index) => localStorage.key(index),
  get length() {
    return localStorage.length;
  },
};

/** What the one who is signed in types at a place. */
export function useKept<T extends object, Seen extends object = never>(place: string): Kept<T, Seen> {
  const identity = useAccount().active_identity.identity_id;
  return useMemo(() => keptAt<T, Seen>(DEVICE, identity, place), [identity, place]);
}

function parsed<T, Seen>(text: string | null): { at: number; typed: Partial<T>; seen: Seen | undefined } | undefined {
  const kept = text === null ? undefined : (JSON.parse(text) as { at?: unknown; typed?: unknown; seen?: unknown } | null);
  if (typeof kept?.at !== 'number' || typeof kept.typed !== 'object' || kept.typed === null) return undefined;
  const seen = typeof kept.seen === 'object' && kept.seen !== null ? (kept.seen as Seen) : undefined;
  return { at: kept.at, typed: kept.typed, seen };
}

/** Storage that refuses, or holds what is not ours, takes a comfort away and nothing else. */
function tried<T>(what: () => T): T | undefined {
  try {
    return what();
  } catch {
    return undefined;
  }
}
