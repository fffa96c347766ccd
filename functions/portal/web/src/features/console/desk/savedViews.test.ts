import { expect, it } from 'vitest';

import { MOST_VIEWS, readViews, withView } from './savedViews';

const device = (text: string | null) => ({ getItem: () => text, setItem: () => undefined });

it.each([[null], ['{'], ['{}'], ['[1, null, {"name": "x"}]']])('finds none in %s', (text) => {
  expect(readViews(device(text), 'idn_1')).toEqual([]);
});

it('replaces one of the same name, and lets the oldest go', () => {
  const many = Array.from({ length: MOST_VIEWS }, (_, number) => ({ name: String(number), query: 'view=all' }));
  expect(withView(many, { name: '0', query: 'view=mine' }).at(-1)).toEqual({ name: '0', query: 'view=mine' });
  const more = withView(many, { name: 'x', query: '' });
  expect([more.length, more[0]?.name, more.at(-1)?.name]).toEqual([MOST_VIEWS, '1', 'x']);
  expect(readViews(device(JSON.stringify(more)), 'idn_1')).toEqual(more);
});
