import { Result } from 'antd';
import { useTranslation } from 'react-i18next';

import { LinkButton } from './LinkButton';

/** A path that leads nowhere. */
export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Result
      icon={<span aria-hidden className="failure-mark">?</span>}
      title={<h1 className="result-title">{t('pageNotFound')}</h1>}
      extra={<LinkButton to="/" type="primary">{t('toHome')}</LinkButton>}
    />
  );
}
