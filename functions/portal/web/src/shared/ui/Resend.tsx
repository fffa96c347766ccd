import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Seconds until another code may be asked for. */
const AFTER = 60;

/** Sends a code again, when some time is over (S001-23). */
export function Resend({ send, onError }: { send: () => Promise<unknown>; onError: (error: unknown) => void }) {
  const { t } = useTranslation();
  const [left, setLeft] = useState(AFTER);
  useEffect(() => {
    if (left === 0) return undefined;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  const again = useMutation({ mutationFn: send, onError, onSuccess: () => setLeft(AFTER) });
  return (
    <p className="resend">
      <Button size="small" disabled={left > 0} loading={again.isPending} onClick={() => again.mutate()}>
        {left > 0 ? t('resendIn', { count: left }) : t('resend')}
      </Button>
    </p>
  );
}
