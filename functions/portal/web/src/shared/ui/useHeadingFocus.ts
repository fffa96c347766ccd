import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router';

/** How long a page may take to show its heading, in milliseconds; later whoever waits is elsewhere. */
const LONGEST = 10_000;

/** Nobody is taken away from where he writes, or from a dialog. */
function isBusy(): boolean {
  const at = document.activeElement;
  return (at instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) || document.querySelector('[role=dialog][aria-modal=true]') !== null;
}

/** Takes whoever goes to another page to its heading: what he pressed is gone, or names a page that he left. */
export function useHeadingFocus(): void {
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return undefined;
    shown.current = pathname;
    const content = document.getElementById('content');
    const goTo = (): boolean => {
      const heading = content?.querySelector<HTMLElement>('h1');
      if (!heading) return false;
      if (isBusy()) return true;
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
      return true;
    };
    if (!content || goTo()) return undefined;
    const watch = new MutationObserver(() => {
      if (goTo()) watch.disconnect();
    });
    watch.observe(content, { childList: true, subtree: true });
    const timer = setTimeout(() => watch.disconnect(), LONGEST);
    return () => {
      clearTimeout(timer);
      watch.disconnect();
    };
  }, [pathname]);
}
