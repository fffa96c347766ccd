import { useEffect } from 'react';

/** Names the page in the browser's tab and history; before it stands how many things wait for the reader. */
export function usePageTitle(title: string, waiting = 0): void {
  useEffect(() => {
    if (!title) return;
    document.title = `${waiting > 0 ? `(${String(waiting)}) ` : ''}${title} · Foyer`;
  }, [title, waiting]);
}
