import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { InState } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';
import { STATES } from '@/shared/ui/StateTag';

import { type Labels, pageOf } from './queries';

/** How the tickets are spread over the states; each state leads to its list (ET-5). */
export function StateChart({ states, base, labels }: { states: InState[]; base: string; labels: Labels }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const present = states.flatMap((one) => {
    const state = STATES.find((known) => known === one.state);
    return state && one.count > 0 ? [{ ...one, state }] : [];
  });
  return (
    <section className="panel" aria-labelledby="by-state">
      <h2 id="by-state">{t('figures.byState')}</h2>
      <div className="share" aria-hidden>
        {present.map(({ state, count }) => <span key={state} className={`share-${state}`} style={{ flexGrow: count }} />)}
      </div>
      <ul className="legend">
        {present.map(({ state, count, list }) => (
          <li key={state}>
            <Link to={pageOf(list, base)}>
              <span className={`dot share-${state}`} aria-hidden />
              <span>{state === 'awaiting_customer' ? labels.awaiting : t(`states.${state}`)}</span>
              <b>{number(count)}</b>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
