import { useCallback, useEffect, useMemo, useState } from 'react';

import { type Face, keepFace, keptFace, logoOf } from '@/shared/session/face';

/** The face of the pages: that of the last enterprise on this device, until another is shown. */
export function useFaceState() {
  const [face, setFace] = useState(keptFace);
  const show = useCallback((next: Face) => {
    keepFace(next);
    setFace((now) => (JSON.stringify(now) === JSON.stringify(next) ? now : next));
  }, []);
  const logo = face ? logoOf(face) : null;
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]');
    if (!icon) return;
    icon.type = logo ? 'image/jpeg' : 'image/svg+xml';
    icon.href = logo ?? '/favicon.svg';
  }, [logo]);
  return useMemo(() => ({ face, show }), [face, show]);
}
