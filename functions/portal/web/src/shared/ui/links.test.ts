import { expect, it } from 'vitest';

import { partsOf } from './links';

const links = (text: string) => partsOf(text).filter(({ link }) => link).map((part) => part.text);

it.each([
  ['请看 https://example.com/a?b=1，谢谢。', ['https://example.com/a?b=1']],
  ['See (https://example.com/x). Or http://example.org!', ['https://example.com/x', 'http://example.org']],
  ['javascript:alert(1) data:text/html,x file:///etc/passwd', []],
  ['nothing', []],
  ['https://', []],
])('%s', (text, found) => expect(links(text)).toEqual(found));

it('loses nothing of the text', () => {
  const text = '一 https://a.example/1. 二\nhttps://b.example 三';
  expect(partsOf(text).map((part) => part.text).join('')).toBe(text);
});
