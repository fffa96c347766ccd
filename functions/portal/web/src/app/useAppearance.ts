import { createContext, useContext, useEffect, useMemo, useState } from 'react';

import { store, stored } from '@/shared/stored';

/** Light, dark, or as the device is. */
export type Appearance = 'light' | 'dark' | 'system';

const KEY = 'foyer.appearance';
const DARK = '(prefers-color-scheme: dark)';

function chosen(): Appearance {
  const kept = stored(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

interface AppearanceState {
  appearance: Appearance;
  dark: boolean;
  choose: (appearance: Appearance) => void;
}

/** What the pages look like, for those who let it be chosen. */
export const AppearanceContext = createContext<AppearanceState>({ appearance: 'system', dark: false, choose: () => undefined });

/** The appearance, and the way to change it. */
export function useAppearance(): AppearanceState {
  return useContext(AppearanceContext);
}

/** Follows the choice and the device. */
export function useAppearanceState(): AppearanceState {
  const [appearance, setAppearance] = useState(chosen);
  const [deviceDark, setDeviceDark] = useState(() => matchMedia(DARK).matches);
  useEffect(() => {
    const query = matchMedia(DARK);
    const follow = () => setDeviceDark(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  const dark = appearance === 'system' ? deviceDark : appearance === 'dark';
  useEffect(() => {
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
  }, [dark]);
  return useMemo(
    () => ({
      appearance,
      dark,
      choose: (next: Appearance) => {
        store(KEY, next === 'system' ? null : next);
        setAppearance(next);
      },
    }),
    [appearance, dark],
  );
}
