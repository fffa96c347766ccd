import { useEffect } from 'react';

import { useFace } from './face';
import type { Me } from './useMe';

/** Shows the pages as those of the enterprise that somebody acts in. */
export function useSessionFace(me: Me | undefined): void {
  const { show } = useFace();
  useEffect(() => {
    // An answer to a login does not tell; the next one does.
    if (!me || me === 'second_factor' || !me.enterprise) return;
    const { tenant_id, tenant_name } = me.active_identity;
    const { colour, help, contact, logo } = me.enterprise;
    show({ tenant_id, name: tenant_name, colour, help, contact, logo });
  }, [me, show]);
}
