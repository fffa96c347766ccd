import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';

/** Something that can be done on the page that is open. */
export interface Command {
  key: string;
  label: string;
  /** The key that does it too. */
  shortcut?: string;
  run: () => void;
}

/** What each part of the page offers. */
const offered = new Map<symbol, Command[]>();
const listeners = new Set<() => void>();
let all: readonly Command[] = [];

function changed(): void {
  all = [...offered.values()].flat();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Offers what can be done here to the palette, for as long as the component is there. */
export function useCommands(commands: Command[]): void {
  const run = useEffectEvent((key: string) => commands.find((one) => one.key === key)?.run());
  const said = JSON.stringify(commands.map(({ key, label, shortcut }) => ({ key, label, shortcut })));
  useEffect(() => {
    const part = Symbol('part');
    const mine = JSON.parse(said) as Omit<Command, 'run'>[];
    offered.set(part, mine.map((one) => ({ ...one, run: () => run(one.key) })));
    changed();
    return () => {
      offered.delete(part);
      changed();
    };
  }, [said]);
}

/** What can be done on the page that is open. */
export function useOffered(): readonly Command[] {
  return useSyncExternalStore(subscribe, () => all);
}
