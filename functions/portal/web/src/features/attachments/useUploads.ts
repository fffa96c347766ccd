import { useCallback, useRef, useState } from 'react';

import { attach } from './upload';

/** A file on its way. */
export interface Running {
  key: string;
  file: File;
  /** How much of it went, 0 to 1. */
  part: number;
  /** Why it did not arrive. */
  error?: unknown;
}

interface Options {
  /** What it is attached to; a draft may have to be made first. */
  target: () => Promise<string>;
  /** Whether it is for staff alone. */
  internal: boolean;
  /** One has arrived. */
  onAttached: (ticketId: string) => unknown;
}

/** The files that are being attached: each goes by itself, can be given up, and can be tried again. */
export function useUploads({ target, internal, onAttached }: Options) {
  const [running, setRunning] = useState<Running[]>([]);
  const aborts = useRef(new Map<string, AbortController>());
  const change = useCallback((key: string, what: Partial<Running>) => setRunning((all) => all.map((one) => (one.key === key ? { ...one, ...what } : one))), []);
  const drop = useCallback((key: string) => setRunning((all) => all.filter((one) => one.key !== key)), []);
  const send = async ({ key, file }: Running) => {
    const abort = new AbortController();
    aborts.current.set(key, abort);
    change(key, { part: 0, error: undefined });
    try {
      const ticketId = await target();
      await attach(ticketId, file, internal, (part) => change(key, { part }), abort.signal);
      await onAttached(ticketId);
      drop(key);
    } catch (error) {
      if (!abort.signal.aborted) change(key, { error });
    }
  };
  const add = async (files: File[]) => {
    const added = files.map((file) => ({ key: crypto.randomUUID(), file, part: 0 }));
    setRunning((all) => [...all, ...added]);
    // One after the other: the list of a ticket is one record.
    for (const one of added) await send(one);
  };
  const giveUp = (key: string) => {
    aborts.current.get(key)?.abort();
    drop(key);
  };
  return { running, add, giveUp, again: send };
}
