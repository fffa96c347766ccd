import { expect, it } from 'vitest';

import type { TicketView } from '@/shared/api/schema.gen';

import { toggled } from './chosen';
import { eachOf } from './eachOf';

const ticket = (id: string) => ({ ticket_id: id }) as TicketView;

it('takes a ticket in, and out again', () => {
  const one = toggled(new Map(), ticket('tkt_1'));
  const two = toggled(one, ticket('tkt_2'));
  expect([[...one.keys()], [...two.keys()], [...toggled(two, ticket('tkt_1')).keys()]]).toEqual([['tkt_1'], ['tkt_1', 'tkt_2'], ['tkt_2']]);
});

it('does one after the other, and a refusal of one stops no other', async () => {
  const asked: string[] = [];
  const told: number[] = [];
  const results = await eachOf(
    [ticket('tkt_1'), ticket('tkt_2'), ticket('tkt_3')],
    ({ ticket_id }) => {
      asked.push(ticket_id);
      return ticket_id === 'tkt_2' ? Promise.reject(new Error('taken')) : Promise.resolve();
    },
    (count) => told.push(count),
  );
  expect([asked, told]).toEqual([['tkt_1', 'tkt_2', 'tkt_3'], [1, 2, 3]]);
  expect(results.map(({ ticket: { ticket_id }, error }) => [ticket_id, (error as Error | undefined)?.message])).toEqual([['tkt_1', undefined], ['tkt_2', 'taken'], ['tkt_3', undefined]]);
});
