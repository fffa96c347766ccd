import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

import type { NoticeView } from '@/shared/api/schema.gen';

/** A sentence for a notice, by its kind. A kind that is not known yet gets a general one. */
export function useNoticeText(): (notice: NoticeView) => string {
  const { i18n } = useTranslation();
  return useCallback(
    ({ kind, parameters }: NoticeView) => {
      const key = `notices.kinds.${kind.replace('.', '_')}`;
      return i18n.t(i18n.exists(key) ? key : 'notices.kinds.other', { defaultValue: '', ...parameters });
    },
    [i18n],
  );
}
