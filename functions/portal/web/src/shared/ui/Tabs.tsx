import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useLocation } from 'react-router';

/** The parts of a page, side by side. Where they are wider than the window, the current one is brought into it, and the edge says that there are more. */
export function Tabs({ label, children }: { label: string; children: ReactNode }) {
  const nav = useRef<HTMLElement>(null);
  const [more, setMore] = useState('');
  const { key } = useLocation();
  useEffect(() => {
    const all = nav.current;
    const current = all?.querySelector('.active');
    if (!all || !current) return;
    const [outer, inner] = [all.getBoundingClientRect(), current.getBoundingClientRect()];
    all.scrollLeft += inner.left + inner.width / 2 - (outer.left + outer.width / 2);
  }, [key]);
  useEffect(() => {
    const all = nav.current;
    if (!all) return undefined;
    const look = () => setMore([all.scrollLeft > 1 ? 'before' : '', all.scrollLeft + all.clientWidth < all.scrollWidth - 1 ? 'behind' : ''].join(' ').trim());
    const watch = new ResizeObserver(look);
    watch.observe(all);
    all.addEventListener('scroll', look, { passive: true });
    return () => {
      watch.disconnect();
      all.removeEventListener('scroll', look);
    };
  }, []);
  return <nav ref={nav} className="tabs" aria-label={label} data-more={more}>{children}</nav>;
}
