import { useTranslation } from 'react-i18next';

export function MePage() {
  const { t } = useTranslation('portal');
  return <h1>{t('nav.me')}</h1>;
}
