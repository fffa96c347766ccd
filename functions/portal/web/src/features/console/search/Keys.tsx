import { Suspense, useState } from 'react';

import { lazily } from '@/shared/ui/lazily';

import { useKeys } from '../common/useKeys';

const Palette = lazily(() => import('./Palette').then((module) => module.Palette));
const KeysHelp = lazily(() => import('./KeysHelp').then((module) => module.KeysHelp));

/** What keys open from anywhere in the console: everything by typing, and the help. */
export function Keys() {
  const [open, setOpen] = useState<'palette' | 'help'>();
  useKeys({ 'Control+k': () => setOpen('palette'), '?': () => setOpen('help') });
  const close = () => setOpen(undefined);
  return (
    <Suspense>
      {open === 'palette' ? <Palette onClose={close} /> : null}
      {open === 'help' ? <KeysHelp onClose={close} /> : null}
    </Suspense>
  );
}
