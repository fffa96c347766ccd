import { useEffect, useEffectEvent, useRef, useState } from 'react';

interface Hold<T> {
  /** Whether something is held. */
  isHeld: boolean;
  /** Holds it. */
  start: (what: T) => void;
  /** It is not wanted any more. */
  undo: () => void;
}

/**
 * Lets go of something after `delay` milliseconds. Who goes elsewhere in these pages meanwhile does not take it back: it
 * goes at once. A window that is about to close asks, since nothing could go any more.
 */
export function useHold<T>(release: (what: T) => void, delay: number): Hold<T> {
  const [held, setHeld] = useState<{ what: T }>();
  const undone = useRef(false);
  const go = useEffectEvent((what: T) => release(what));
  useEffect(() => {
    if (!held) return undefined;
    undone.current = false;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    const timer = setTimeout(() => setHeld(undefined), delay);
    addEventListener('beforeunload', ask);
    return () => {
      clearTimeout(timer);
      removeEventListener('beforeunload', ask);
      if (!undone.current) go(held.what);
    };
  }, [held, delay]);
  return {
    isHeld: held !== undefined,
    start: (what) => setHeld({ what }),
    undo: () => {
      undone.current = true;
      setHeld(undefined);
    },
  };
}
