import { useEffect, useState } from 'react';

/** Gives the focus back to what had it, when the component goes; to the page's content where that is gone too. */
export function useReturnFocus(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // The component's own way of closing comes first.
      setTimeout(() => {
        if (document.activeElement && document.activeElement !== document.body) return;
        const back = opener instanceof HTMLElement && opener.isConnected && opener !== document.body ? opener : document.getElementById('content');
        back?.focus();
      });
    },
    [opener],
  );
}
