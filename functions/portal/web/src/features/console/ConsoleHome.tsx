import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { useLogout } from '@/shared/session/useMe';
import { usePageTitle } from '@/shared/ui/usePageTitle';

/** The first page of staff. */
export function ConsoleHome() {
  const { t } = useTranslation('console');
  const logout = useLogout();
  usePageTitle(t('title'));
  return (
    <>
      <h1>{t('title')}</h1>
      <Button onClick={() => logout.mutate()}>{t('logout')}</Button>
    </>
  );
}
