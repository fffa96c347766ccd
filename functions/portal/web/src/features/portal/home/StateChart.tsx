import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { TicketView } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';

import { byState, LIFE } from './figures';

/** How the tickets are spread over the states; each state leads to its list. */
export function StateChart({ tickets }: { tickets: TicketView[] }) {
  const { t } = useTranslation(['portal', 'common']);
  const { number } = useFormat();
  const states = byState(tickets);
  const present = LIFE.filter((state) => states[state] > 0);
  return (
    <section className="panel" aria-labelledby="by-state">
      <h2 id="by-state">{t('home.byState')}</h2>
      <div className="share" aria-hidden>
        {present.map((state) => <span key={state} className={`share-${state}`} style={{ flexGrow: states[state] }} />)}
      </div>
      <ul className="legend">
        {present.map((state) => (
          <li key={state}>
            <Link to={`/tickets?view=submitted&state=${state}`}>
              <span className={`dot share-${state}`} aria-hidden />
              <span>{t(`common:states.${state}`)}</span>
              <b>{number(states[state])}</b>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
