import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { TicketView } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';

import { byDay } from './figures';

const DAYS = { week: 7, month: 30 } as const;

type Span = keyof typeof DAYS;

const SPANS: Span[] = ['week', 'month'];

/** How many tickets were submitted each day; a day leads to its list. */
export function TrendChart({ tickets }: { tickets: TicketView[] }) {
  const { t } = useTranslation('portal');
  const { date } = useFormat();
  const [span, setSpan] = useState<Span>('week');
  const days = byDay(tickets, DAYS[span], new Date());
  const most = Math.max(1, ...days.map((day) => day.count));
  const [first, last] = [days[0], days.at(-1)];
  return (
    <section className="panel" aria-labelledby="trend">
      <div className="panel-head">
        <h2 id="trend">{t('home.trend')}</h2>
        <span className="spans" role="group" aria-label={t('home.trend')}>
          {SPANS.map((value) => <button key={value} type="button" aria-pressed={span === value} onClick={() => setSpan(value)}>{t(`home.${value}`)}</button>)}
        </span>
      </div>
      <ol className="bars">
        {days.map((day) => (
          <li key={day.from.getTime()}>
            {day.count > 0 ? (
              <Link
                to={`/tickets?view=submitted&from=${day.from.toISOString()}&until=${day.until.toISOString()}`}
                aria-label={t('home.onDay', { day: date(day.from.toISOString()), count: day.count })}
                title={t('home.onDay', { day: date(day.from.toISOString()), count: day.count })}
              >
                <span className="bar-count" aria-hidden>{span === 'week' ? day.count : ''}</span>
                <span className="bar" style={{ blockSize: `${Math.round((day.count / most) * 72)}px` }} />
              </Link>
            ) : <span className="bar bar-none" aria-hidden />}
          </li>
        ))}
      </ol>
      {first && last ? <p className="bars-axis"><span>{date(first.from.toISOString())}</span><span>{date(last.from.toISOString())}</span></p> : null}
    </section>
  );
}
