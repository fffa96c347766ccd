import { expect, it } from 'vitest';

import en from '@/shared/i18n/en/guide.json';
import chinese from '@/shared/i18n/zh-CN/guide.json';

import { readersOf } from '@/shared/session/readers';

import { PARTS } from './parts';

it('every part of a guide has its text in both languages, and no text is left over', () => {
  for (const texts of [chinese, en]) {
    for (const reader of ['customer', 'agent', 'administrator'] as const) expect(Object.keys(texts[reader])).toEqual(PARTS[reader]);
  }
});

it('somebody reads what he is', () => {
  expect([readersOf(null), readersOf([]), readersOf(['read_audit', 'manage_enterprise'])]).toEqual([['customer'], ['agent'], ['administrator', 'agent']]);
});
