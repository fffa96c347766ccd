import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { GetHomeOutput } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';

import { type Labels, pageOf } from './queries';

const STATES = ['waiting', 'in_progress', 'awaiting_customer'] as const;

/** Four figures; each leads to the list that it counts (S001-8, F14). */
export function KeyFigures({ home, base, labels }: { home: GetHomeOutput; base: string; labels: Labels }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const states = STATES.map((state) => ({ key: state, label: state === 'awaiting_customer' ? labels.awaiting : t(`states.${state}`), ...(home.states.find((one) => one.state === state) ?? { count: 0, list: home.total.list }) }));
  return (
    <ul className="figures" aria-label={t('figures.key')}>
      {[{ key: 'all', label: labels.total, ...home.total }, ...states].map(({ key, label, count, list }) => (
        <li key={key}>
          <Link to={pageOf(list, base)} className={`figure-card figure-${key}${count > 0 ? ' figure-some' : ''}`}>
            <span className="figure">{number(count)}</span>
            <span className="figure-label">{label}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
