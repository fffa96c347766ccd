import { useTranslation } from 'react-i18next';

import { LinkButton } from './LinkButton';

/** A path that leads nowhere. */
export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <div className="failure">
      <span aria-hidden className="failure-mark">?</span>
      <h1 className="failure-title">{t('pageNotFound')}</h1>
      <p className="failure-hint">{t('pageNotFoundHint')}</p>
      <LinkButton to="/" type="primary">{t('toHome')}</LinkButton>
    </div>
  );
}
