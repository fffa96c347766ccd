import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

import type { IdentityView } from '@/shared/api/schema.gen';

/** The enterprise of an identity, and the name that it has there, where that is known (S000-10). */
export function identityName({ tenant_name, bound_to }: IdentityView): string {
  return bound_to?.name ? `${tenant_name} · ${bound_to.name}` : tenant_name;
}

/**
 * What stands beside the name of an enterprise where identities are told apart: external or internal, as whom, under which
 * name and for which organisation, in which role, and that it is suspended (S000-10, S004-6).
 */
export function useIdentityMark(): (identity: IdentityView) => string {
  const { t } = useTranslation();
  return useCallback(
    ({ kind, bound_to, role, state }: IdentityView) => {
      const as = bound_to ? t(bound_to.kind === 'customer' ? 'identity.customer' : 'identity.contact') : null;
      const parts = [
        t(kind === 'external' ? 'identity.external' : 'identity.internal'),
        as,
        bound_to?.name,
        bound_to?.organisation_name,
        role ? t(`identity.roles.${role as 'agent'}`) : null,
        state === 'active' ? null : t('identity.suspended'),
      ];
      return parts.filter(Boolean).join(' · ');
    },
    [t],
  );
}
