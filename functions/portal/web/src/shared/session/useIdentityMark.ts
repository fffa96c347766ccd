import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

import type { IdentityView } from '@/shared/api/schema.gen';

/** What stands beside the name of an enterprise where identities are told apart: external or internal, as whom, and that it is suspended (S004-6). */
export function useIdentityMark(): (identity: IdentityView) => string {
  const { t } = useTranslation();
  return useCallback(
    ({ kind, bound_to, state }: IdentityView) => {
      const as = bound_to ? t(bound_to.kind === 'customer' ? 'identity.customer' : 'identity.contact') : null;
      return [t(kind === 'external' ? 'identity.external' : 'identity.internal'), as, state === 'active' ? null : t('identity.suspended')].filter(Boolean).join(' · ');
    },
    [t],
  );
}
