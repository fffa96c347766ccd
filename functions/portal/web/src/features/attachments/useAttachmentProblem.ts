import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiError } from '@/shared/api/problem';
import { useProblemText } from '@/shared/ui/problemText';

/** Why a file was not attached: its kind, its size, or something else. */
export function useAttachmentProblem(): (error: unknown) => string {
  const { t } = useTranslation();
  const text = useProblemText();
  return useCallback(
    (error: unknown) => {
      const field = error instanceof ApiError ? error.fields[0]?.field : undefined;
      if (field === 'name') return t('attachments.kind');
      return field === 'size' ? t('attachments.size') : text(error);
    },
    [t, text],
  );
}
