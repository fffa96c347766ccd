import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { ApiError } from '@/shared/api/problem';

import { useProblemText } from './problemText';

/** Says why something cannot be shown, and lets it be tried again. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const missing = error instanceof ApiError && error.code === 'not_found';
  return (
    <div role="alert" className="failure">
      <span aria-hidden className="failure-mark">{missing ? '?' : '!'}</span>
      <p className="failure-title">{text(error)}</p>
      {error instanceof ApiError && error.requestId ? <p className="failure-more">{t('requestId', { id: error.requestId })}</p> : null}
      {onRetry && !missing ? <Button onClick={onRetry}>{t('retry')}</Button> : null}
    </div>
  );
}
