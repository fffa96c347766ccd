import { expect, it } from 'vitest';

import { countries } from './countries';

it('countries are named in the language of the reader, each once', () => {
  const [chinese, english] = [countries('zh-CN'), countries('en')];
  expect(chinese.find(({ value }) => value === 'CN')?.label).toBe('中国 (CN)');
  expect(english.find(({ value }) => value === 'GB')?.label).toBe('United Kingdom (GB)');
  expect(english.length).toBeGreaterThan(240);
  expect(new Set(english.map(({ label }) => label.replace(/ \(..\)$/, ''))).size).toBe(english.length);
  expect(english.some(({ value }) => ['EU', 'UK', 'ZZ', 'SU'].includes(value))).toBe(false);
});
