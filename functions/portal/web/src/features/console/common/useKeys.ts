import { useEffect, useEffectEvent } from 'react';

/** Whether keys are being written with: then they are letters. */
function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** What single keys do on this page, while nobody writes and no dialog is open. `Control+k` is with Control or Command, and works everywhere. */
export function useKeys(keys: Record<string, () => void>): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const chord = event.ctrlKey || event.metaKey;
    if (!chord && (event.altKey || isWriting(event.target) || document.querySelector('[role=dialog][aria-modal=true]:not([hidden])'))) return;
    const act = keys[chord ? `Control+${event.key.toLowerCase()}` : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}
