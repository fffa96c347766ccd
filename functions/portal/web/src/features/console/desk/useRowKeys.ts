import { useMatch, useNavigate } from 'react-router';

import { useKeys } from '../common/useKeys';

/** The links of the rows, in order. */
function rows(): HTMLAnchorElement[] {
  return [...document.querySelectorAll<HTMLAnchorElement>('a[data-row]')];
}

/** `j` and `k` go through the list: where a ticket is open the next opens, and else its row takes the focus. */
export function useRowKeys(): void {
  const navigate = useNavigate();
  const opened = useMatch('/console/tickets/:ticketId')?.params.ticketId;
  const step = (by: 1 | -1) => {
    const all = rows();
    const now = all.findIndex((row) => (opened ? row.dataset.row === opened : row === document.activeElement));
    const next = all[now < 0 ? (by > 0 ? 0 : all.length - 1) : now + by];
    if (!next) return;
    next.focus();
    next.scrollIntoView({ block: 'nearest' });
    if (opened) void navigate(next.pathname + next.search);
  };
  useKeys({ j: () => step(1), k: () => step(-1) });
}
