import { Alert } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiError } from '@/shared/api/problem';

import { useProblemText } from './problemText';

/** A refusal above a form. With a time to wait it counts down. */
export function FormAlert({ error }: { error: unknown }) {
  const text = useProblemText();
  if (!error) return null;
  const wait = error instanceof ApiError && error.status === 429 ? error.retryAfter : undefined;
  return (
    <div role="alert" className="form-alert">
      {wait ? <Waiting key={(error as ApiError).requestId} code={(error as ApiError).code} seconds={wait} /> : <Alert showIcon type="error" title={text(error)} />}
    </div>
  );
}

function Waiting({ code, seconds }: { code: string; seconds: number }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const left = useCountdown(seconds);
  if (left === 0) return <Alert showIcon type="info" title={t('waitOver')} />;
  return <Alert showIcon type="error" title={text(new ApiError(code, 429, [], left))} />;
}

/** Seconds left of `seconds`, from now on. */
function useCountdown(seconds: number): number {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const until = Date.now() + seconds * 1000;
    const timer = setInterval(() => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000))), 1000);
    return () => clearInterval(timer);
  }, [seconds]);
  return left;
}
