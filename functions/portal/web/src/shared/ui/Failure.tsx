import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { ApiError } from '@/shared/api/problem';

import { useProblemText } from './problemText';

interface Props {
  error: unknown;
  onRetry?: () => void;
  /** True where it is all that the page shows: it is the page's heading then. */
  whole?: boolean;
}

/** Says why something cannot be shown, and lets it be tried again. */
export function Failure({ error, onRetry, whole = false }: Props) {
  const { t } = useTranslation();
  const text = useProblemText();
  const Title = whole ? 'h1' : 'p';
  const missing = error instanceof ApiError && error.code === 'not_found';
  return (
    <div role="alert" className="failure">
      <span aria-hidden className="failure-mark">{missing ? '?' : '!'}</span>
      <Title className="failure-title">{text(error)}</Title>
      {error instanceof ApiError && error.requestId ? <p className="failure-more">{t('requestId', { id: error.requestId })}</p> : null}
      {onRetry && !missing ? <Button onClick={onRetry}>{t('retry')}</Button> : null}
    </div>
  );
}
