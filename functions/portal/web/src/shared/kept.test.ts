import { describe, expect, it } from 'vitest';

import { isWritten, keptAt, sweepKept } from './kept';

/** A browser's storage. */
function device(): Storage {
  const rows = new Map<string, string>();
  return {
    getItem: (key: string) => rows.get(key) ?? null,
    setItem: (key: string, value: string) => void rows.set(key, value),
    removeItem: (key: string) => void rows.delete(key),
    clear: () => rows.clear(),
    key: (index: number) => [...rows.keys()][index] ?? null,
    get length() {
      return rows.size;
    },
  };
}

interface Fields {
  text: string;
  to: string;
}

describe('what is typed', () => {
  it('is there for the same identity at the same place, until it is sent', () => {
    const here = device();
    const reply = keptAt<Fields>(here, 'idn_1', 'ticket/tkt_1/reply');
    reply.keep({ text: 'Hello' });
    expect(keptAt<Fields>(here, 'idn_1', 'ticket/tkt_1/reply').read()).toEqual({ text: 'Hello' });
    for (const [identity, place] of [['idn_2', 'ticket/tkt_1/reply'], ['idn_1', 'ticket/tkt_2/reply'], ['idn_1', 'ticket/tkt_1/note']] as const) {
      expect(keptAt<Fields>(here, identity, place).read()).toEqual({});
    }
    reply.forget();
    expect([reply.read(), here.length]).toEqual([{}, 0]);
  });

  it('is of what was seen when it was begun, whatever came since', () => {
    const here = device();
    const form = () => keptAt<Fields, { edition: string }>(here, 'idn_1', 'contact/ctc_1');
    form().keep({ text: 'Hello' }, { edition: '"one"' });
    expect([form().read(), form().begunOn()]).toEqual([{ text: 'Hello' }, { edition: '"one"' }]);
    form().forget();
    expect(form().begunOn()).toBeUndefined();
    // What was kept by the version before says nothing of it.
    here.setItem('foyer.draft.idn_1.contact/ctc_1', '{"at":1,"typed":{"text":"a"}}');
    expect([form().read(), form().begunOn()]).toEqual([{ text: 'a' }, undefined]);
  });

  it('is not kept where nothing is left of it', () => {
    const here = device();
    const reply = keptAt<Fields>(here, 'idn_1', 'x');
    reply.keep({ text: 'a' });
    reply.keep({ text: '  ' });
    expect(here.length).toBe(0);
  });

  it('does without a storage that refuses, and without what it cannot read', () => {
    const full = { ...device(), setItem: () => { throw new Error('full'); } };
    const kept = keptAt<Fields>(full, 'idn_1', 'x');
    expect(() => kept.keep({ text: 'a' })).not.toThrow();
    const here = device();
    for (const text of ['{', 'null', '{"typed":{"text":"a"}}', '{"at":1}']) {
      here.setItem('foyer.draft.idn_1.x', text);
      expect(keptAt<Fields>(here, 'idn_1', 'x').read(), text).toEqual({});
    }
  });

  it('is removed when nobody came back for a month', () => {
    const here = device();
    const day = 24 * 60 * 60 * 1000;
    keptAt<Fields>(here, 'idn_1', 'old', () => 0).keep({ text: 'a' });
    keptAt<Fields>(here, 'idn_1', 'new', () => 20 * day).keep({ text: 'b' });
    here.setItem('foyer.language', 'en');
    sweepKept(here, 31 * day);
    expect([here.length, keptAt<Fields>(here, 'idn_1', 'new').read(), here.getItem('foyer.language')]).toEqual([2, { text: 'b' }, 'en']);
  });

  it('is a text: a choice alone is none', () => {
    expect([isWritten({ to: 'agent' }, ['reason']), isWritten({ to: 'agent', reason: ' ' }, ['reason']), isWritten({ reason: 'x' }, ['reason'])]).toEqual([false, false, true]);
  });
});
