import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

import type { TimelineEntry } from '@/shared/api/schema.gen';

/** A sentence for what happened. What is not known yet is called by its name. */
export function useEventText(): (entry: TimelineEntry) => string {
  const { t, i18n } = useTranslation('portal');
  return useCallback(
    (entry: TimelineEntry) => {
      const key = `events.${entry.what}`;
      // What differs by number is there with one.
      if (!i18n.exists(key, { ns: 'portal', count: entry.stars ?? 0 })) return entry.what;
      const values = {
        name: entry.by?.name ?? t('events.system'),
        whom: entry.whom?.name ?? '',
        queue: entry.to_queue?.name ?? '',
        count: entry.stars ?? 0,
        method: entry.reply_method ? t(`replyMethods.${entry.reply_method as 'sms'}`) : '',
      };
      return i18n.t(key, { ns: 'portal', defaultValue: '', ...values });
    },
    [t, i18n],
  );
}
