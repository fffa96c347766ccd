import { useTranslation } from 'react-i18next';

import { useAccount } from '@/shared/session/useMe';
import { usePageTitle } from '@/shared/ui/usePageTitle';

/** The first page of a customer. */
export function HomePage() {
  const { t } = useTranslation('portal');
  const me = useAccount();
  usePageTitle(t('nav.home'));
  return <h1>{t('home.hello', { name: me.account.name })}</h1>;
}
