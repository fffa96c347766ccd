import { useTranslation } from 'react-i18next';

import { LinkButton } from '@/shared/ui/LinkButton';
import { usePageTitle } from '@/shared/ui/usePageTitle';

/** Where the short link of a message leads that is unknown, or whose time is over; signed in or not. */
export function LinkOverPage() {
  const { t } = useTranslation('login');
  usePageTitle(t('linkOver.title'));
  return (
    <>
      <h1>{t('linkOver.title')}</h1>
      <p className="login-lead">{t('linkOver.lead')}</p>
      <LinkButton to="/" type="primary" size="large" block>{t('linkOver.go')}</LinkButton>
    </>
  );
}
