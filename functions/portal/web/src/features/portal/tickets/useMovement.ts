import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { ChangesView, QueuePositionOutput } from '@/shared/api/schema.gen';

/** Whether anything is to be told. */
function tells(changes: ChangesView | null | undefined, now: QueuePositionOutput): changes is ChangesView {
  if (!changes) return false;
  const { another_queue, joined_anew, accepted, withdrawn, moved, urgent, position, lane } = changes;
  return another_queue || joined_anew || accepted + withdrawn + moved + urgent > 0 || position !== now.position || lane !== now.lane;
}

/** What changed the last time that something did, and why: a sentence, or nothing yet. */
export function useMovement(now: QueuePositionOutput | undefined): string | null {
  const { t } = useTranslation('portal');
  const [told, setTold] = useState<{ as_of?: string; last?: { changes: ChangesView; position: number; lane: string; queue: string } }>({});
  if (now && now.as_of !== told.as_of) {
    const last = tells(now.changes, now) ? { changes: now.changes, position: now.position, lane: now.lane, queue: now.queue.name } : told.last;
    setTold({ as_of: now.as_of, last });
  }
  if (!told.last) return null;
  const { changes, position, lane, queue } = told.last;
  if (changes.another_queue) return t('queue.anotherQueue', { queue });
  if (changes.joined_anew) return t('queue.joinedAnew');
  if (changes.lane !== lane) return t(lane === 'urgent' ? 'queue.becameUrgent' : 'queue.becameNormal');
  const why = (['accepted', 'withdrawn', 'moved', 'urgent'] as const).filter((one) => changes[one] > 0).map((one) => t(`queue.why_${one}`, { count: changes[one] }));
  const forward = changes.position - position;
  const so = forward > 0 ? t('queue.forward', { count: forward }) : forward < 0 ? t('queue.back', { count: -forward }) : t('queue.same');
  return [...why, so].join(t('queue.comma'));
}
