import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { QueuePositionOutput } from '@/shared/api/schema.gen';

/** What changed since the place was asked for the time before: a sentence, or nothing yet. */
export function useMovement(now: QueuePositionOutput | undefined): string | null {
  const { t } = useTranslation('portal');
  const [seen, setSeen] = useState<{ last?: QueuePositionOutput; forward: number; joined: number }>({ forward: 0, joined: 0 });
  if (now && now.as_of !== seen.last?.as_of) {
    const before = seen.last;
    const forward = before ? before.position - now.position : 0;
    const joined = before ? now.waiting - now.position - (before.waiting - before.position) : 0;
    const changed = forward !== 0 || joined !== 0;
    setSeen(changed ? { last: now, forward, joined } : { ...seen, last: now });
  }
  if (seen.forward > 0) return t('queue.forward', { count: seen.forward });
  if (seen.forward < 0) return t('queue.back', { count: -seen.forward });
  if (seen.joined > 0) return t('queue.joined', { count: seen.joined });
  return null;
}
