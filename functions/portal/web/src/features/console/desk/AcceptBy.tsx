import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';

import { isNear } from './age';

/** By when what waits is to be accepted. Once that is past, a mark says so in its place. */
export function AcceptBy({ at }: { at: string }) {
  const { t } = useTranslation('console');
  const { dateTime, relative } = useFormat();
  const now = Date.now();
  if (new Date(at).getTime() <= now) return null;
  return <time dateTime={at} title={dateTime(at)} className={isNear(at, now) ? 'accept-by accept-near' : 'accept-by'}>{t('desk.acceptBy', { time: relative(at) })}</time>;
}
