import { useRef } from 'react';

/**
 * Keys that make a POST repeatable: the same body gets the same key until `done`, so that sending again after
 * a lost answer does nothing twice.
 */
export function useIdempotencyKey(): { keyFor: (body: unknown) => { 'Idempotency-Key': string }; done: () => void } {
  const last = useRef<{ body: string; key: string } | null>(null);
  return {
    keyFor(body) {
      const text = JSON.stringify(body) ?? '';
      if (last.current?.body !== text) last.current = { body: text, key: crypto.randomUUID() };
      return { 'Idempotency-Key': last.current.key };
    },
    done() {
      last.current = null;
    },
  };
}
