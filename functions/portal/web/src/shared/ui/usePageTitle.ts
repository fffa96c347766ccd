import { useEffect } from 'react';

import { PRODUCT, useFace } from '@/shared/session/face';

/** Names the page in the browser's tab and history; before it stands how many things wait for the reader. */
export function usePageTitle(title: string, waiting = 0): void {
  const name = useFace().face?.name ?? PRODUCT;
  useEffect(() => {
    if (!title) return;
    document.title = `${waiting > 0 ? `(${String(waiting)}) ` : ''}${title} · ${name}`;
  }, [title, waiting, name]);
}
