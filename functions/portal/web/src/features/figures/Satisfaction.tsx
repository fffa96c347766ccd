import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { WithStars } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';

import { pageOf } from './queries';

/** The ratings that were given; each number of stars leads to its list (ET-5). Without any there is nothing to show. */
export function Satisfaction({ given, base }: { given: WithStars[]; base: string }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const all = given.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return null;
  return (
    <section className="panel" aria-labelledby="satisfaction">
      <h2 id="satisfaction">{t('figures.satisfaction')}</h2>
      <ul className="legend stars">
        {given.map(({ stars, count, list }) => (
          <li key={stars}>
            <Link to={pageOf(list, base)}>
              <span>{t('stars', { count: stars })}</span>
              <span className="stars-line" aria-hidden><span style={{ inlineSize: `${String((count / all) * 100)}%` }} /></span>
              <b>{number(count)}</b>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
