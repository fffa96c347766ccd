import { Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';

import { ApiError } from '@/shared/api/problem';

import { useProblemText } from './problemText';

/** Says why something cannot be shown, and lets it be tried again. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const missing = error instanceof ApiError && error.code === 'not_found';
  return (
    <div role="alert">
      <Result
        status={missing ? '404' : 'warning'}
        icon={<span aria-hidden className="failure-mark">{missing ? '?' : '!'}</span>}
        title={text(error)}
        subTitle={error instanceof ApiError && error.requestId ? t('requestId', { id: error.requestId }) : undefined}
        extra={onRetry && !missing ? <Button onClick={onRetry}>{t('retry')}</Button> : undefined}
      />
    </div>
  );
}
