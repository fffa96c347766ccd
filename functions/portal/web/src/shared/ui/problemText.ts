import type { i18n } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiError, type FieldFault } from '@/shared/api/problem';

/** A sentence for an error, chosen by its code. */
export function useProblemText(): (error: unknown) => string {
  const { t, i18n } = useTranslation();
  return useCallback(
    (error: unknown) => {
      if (!(error instanceof ApiError)) return t('problems.unexpected');
      const key = `problems.${error.code}`;
      if (!i18n.exists(key)) return t('problems.unexpected');
      const text = i18n.t(key, { defaultValue: '' });
      return error.retryAfter && error.status === 429 ? `${text} ${wait(error.retryAfter, i18n)}` : text;
    },
    [t, i18n],
  );
}

function wait(seconds: number, i18n: i18n): string {
  return seconds < 90 ? i18n.t('waitSeconds', { count: seconds }) : i18n.t('waitMinutes', { count: Math.ceil(seconds / 60) });
}

/** What a field breaks, for people. The server's sentences are English; those that are known are translated. */
export function useFaultText(): (fault: FieldFault) => string {
  const { t, i18n } = useTranslation();
  return useCallback(
    (fault: FieldFault) => {
      const key = `rules.${fault.detail.replace(/[.:]/g, '')}`;
      const [, bound, count] = /^must have at (most|least) (\d+) characters$/.exec(fault.detail) ?? [];
      if (bound) return t(bound === 'most' ? 'longest' : 'shortest', { count: Number(count) });
      if (i18n.exists(key)) return i18n.t(key, { defaultValue: '' });
      return i18n.language === 'en' ? fault.detail : t('ruleBroken');
    },
    [t, i18n],
  );
}
