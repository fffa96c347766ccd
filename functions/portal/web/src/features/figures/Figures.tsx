import type { ReactNode } from 'react';

import type { GetHomeOutput } from '@/shared/api/schema.gen';

import { KeyFigures } from './KeyFigures';
import type { Labels } from './queries';
import { Satisfaction } from './Satisfaction';
import { StateChart } from './StateChart';
import { TrendChart } from './TrendChart';
import './figures.css';

/** The figures of a first page and their charts; every number leads to a list with just that many (S001-8, F14). */
export function Figures({ home, base, labels, children }: { home: GetHomeOutput; base: string; labels: Labels; children?: ReactNode }) {
  return (
    <>
      <KeyFigures home={home} base={base} labels={labels} />
      <div className="figures-grid">
        {children}
        <StateChart states={home.states} base={base} labels={labels} />
        <TrendChart weeks={home.weeks} months={home.months} base={base} />
        <Satisfaction given={home.satisfaction} base={base} />
      </div>
    </>
  );
}
