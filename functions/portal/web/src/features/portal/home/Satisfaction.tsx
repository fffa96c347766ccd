import { useTranslation } from 'react-i18next';

import type { TicketView } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';

import { byStars } from './figures';

/** The ratings that were given. Without any there is nothing to show. */
export function Satisfaction({ tickets }: { tickets: TicketView[] }) {
  const { t } = useTranslation('portal');
  const { number } = useFormat();
  const given = byStars(tickets);
  const all = given.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return null;
  return (
    <section className="panel" aria-labelledby="satisfaction">
      <h2 id="satisfaction">{t('home.satisfaction')}</h2>
      <ul className="stars">
        {given.map(({ stars, count }) => (
          <li key={stars}>
            <span>{t('home.stars', { count: stars })}</span>
            <span className="stars-line" aria-hidden><span style={{ inlineSize: `${(count / all) * 100}%` }} /></span>
            <b>{number(count)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}
