import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';

/** The parts of a page, side by side. Where they are wider than the window, the current one is brought into it. */
export function Tabs({ label, children }: { label: string; children: ReactNode }) {
  const nav = useRef<HTMLElement>(null);
  const { key } = useLocation();
  useEffect(() => {
    const all = nav.current;
    const current = all?.querySelector('.active');
    if (!all || !current) return;
    const [outer, inner] = [all.getBoundingClientRect(), current.getBoundingClientRect()];
    all.scrollLeft += inner.left + inner.width / 2 - (outer.left + outer.width / 2);
  }, [key]);
  return <nav ref={nav} className="tabs" aria-label={label}>{children}</nav>;
}
