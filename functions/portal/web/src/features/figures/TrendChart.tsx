import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { InPeriod } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';

import { pageOf } from './queries';

type Span = 'week' | 'month';

const SPANS: Span[] = ['week', 'month'];
/** The height of the longest bar, in pixels. */
const HIGHEST = 72;

/** How many tickets were submitted each week or month; a period leads to its list (ET-2, ET-5). */
export function TrendChart({ weeks, months, base }: { weeks: InPeriod[]; months: InPeriod[]; base: string }) {
  const { t } = useTranslation();
  const { day, month } = useFormat();
  const [span, setSpan] = useState<Span>('week');
  const periods = span === 'week' ? weeks : months;
  const name = span === 'week' ? day : month;
  const most = Math.max(1, ...periods.map(({ count }) => count));
  return (
    <section className="panel" aria-labelledby="trend">
      <div className="panel-head">
        <h2 id="trend">{t('figures.trend')}</h2>
        <span className="spans" role="group" aria-label={t('figures.trend')}>
          {SPANS.map((value) => <button key={value} type="button" aria-pressed={span === value} onClick={() => setSpan(value)}>{t(`figures.${value}`)}</button>)}
        </span>
      </div>
      <ol className="bars">
        {periods.map((one) => <li key={one.day}><Bar period={one} most={most} to={pageOf(one.list, base)} label={t(`figures.in_${span}`, { day: name(one.day), count: one.count })} /></li>)}
      </ol>
      <p className="bars-axis" aria-hidden><span>{name(periods[0]?.day ?? '')}</span><span>{name(periods.at(-1)?.day ?? '')}</span></p>
    </section>
  );
}

function Bar({ period, most, to, label }: { period: InPeriod; most: number; to: string; label: string }) {
  const { number } = useFormat();
  if (period.count === 0) return <span className="bar bar-none" role="img" aria-label={label} />;
  return (
    <Link to={to} aria-label={label} title={label}>
      <span className="bar-count" aria-hidden>{number(period.count)}</span>
      <span className="bar" style={{ blockSize: `${String(Math.round((period.count / most) * HIGHEST))}px` }} />
    </Link>
  );
}
