import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';

import { useDue } from './age';

/** By when what waits is to be accepted. Once that is past, a mark says so in its place. */
export function AcceptBy({ at }: { at: string }) {
  const { t } = useTranslation('console');
  const { dateTime, relative } = useFormat();
  const due = useDue()(at);
  if (due === 'past') return null;
  return <time dateTime={at} title={dateTime(at)} className={due === 'near' ? 'accept-by accept-near' : 'accept-by'}>{t('desk.acceptBy', { time: relative(at) })}</time>;
}
