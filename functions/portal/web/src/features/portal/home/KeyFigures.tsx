import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { TicketView } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';

import { byState } from './figures';

/** Four figures; each leads to the list that it counts (S001-8). */
export function KeyFigures({ tickets, more }: { tickets: TicketView[]; more: boolean }) {
  const { t } = useTranslation(['portal', 'common']);
  const { number } = useFormat();
  const states = byState(tickets);
  const figures = [
    { key: 'all', label: t('home.submitted'), count: tickets.length, to: '/tickets?view=submitted' },
    { key: 'waiting', label: t('common:states.waiting'), count: states.waiting, to: '/tickets?view=submitted&state=waiting' },
    { key: 'in_progress', label: t('common:states.in_progress'), count: states.in_progress, to: '/tickets?view=submitted&state=in_progress' },
    { key: 'awaiting_customer', label: t('common:states.awaiting_customer'), count: states.awaiting_customer, to: '/tickets?view=submitted&state=awaiting_customer' },
  ];
  return (
    <ul className="figures" aria-label={t('home.figures')}>
      {figures.map(({ key, label, count, to }) => (
        <li key={key}>
          <Link to={to} className={`figure-card figure-${key}${count > 0 ? ' figure-some' : ''}`}>
            <span className="figure">{number(count)}{more && key === 'all' ? '+' : ''}</span>
            <span className="figure-label">{label}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
