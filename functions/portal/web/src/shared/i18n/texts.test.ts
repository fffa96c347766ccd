import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

const here = fileURLToPath(new URL('.', import.meta.url));

interface Texts {
  [key: string]: string | Texts;
}

function read(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Every key with its text. What differs by number only has its key once. */
function flat(texts: Texts, prefix = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key.replace(/_(zero|one|two|few|many|other)$/, ''), value]] : flat(value, `${prefix}${key}.`),
  );
}

function keys(language: string, file: string): string[] {
  return [...new Set(flat(read(`${here}${language}/${file}`) as Texts).map(([key]) => key))].sort();
}

/** The values in braces of a text. */
function holes(text: string): string[] {
  return [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort();
}

const files = readdirSync(`${here}zh-CN`);

describe('the texts', () => {
  it('are in the same files', () => expect(readdirSync(`${here}en`)).toEqual(files));

  it.each(files)('%s has the same keys in both languages', (file) => {
    expect(keys('en', file)).toEqual(keys('zh-CN', file));
  });

  it.each(files)('%s has the same values to fill in, and no empty text', (file) => {
    const english = new Map(flat(read(`${here}en/${file}`) as Texts));
    for (const [key, text] of flat(read(`${here}zh-CN/${file}`) as Texts)) {
      expect(text.trim(), key).not.toBe('');
      expect(english.get(key)?.trim(), key).not.toBe('');
      expect(holes(english.get(key) ?? ''), key).toEqual(holes(text));
    }
  });

  it.each(files)('%s is English in English and Chinese in Chinese', (file) => {
    expect(flat(read(`${here}en/${file}`) as Texts).filter(([, text]) => /\p{Script=Han}/u.test(text))).toEqual([]);
    const latin = flat(read(`${here}zh-CN/${file}`) as Texts).filter(([, text]) => !/\p{Script=Han}/u.test(text.replace(/\{\{\w+\}\}/g, '')));
    // Names, addresses and signs are the same in every language.
    expect(latin.filter(([, text]) => /[a-z]{3}/.test(text.replace(/\{\{\w+\}\}|example\.\w+|Foyer/g, '')))).toEqual([]);
  });
});

describe('the words', () => {
  // The words of docs/GLOSSARY.md that are not ours.
  const NOT = {
    'zh-CN': /位次|静默|踢下线|登录账号|登录名|双因素|快轮到|做得好|同意|拒绝|\d*\}\} ?张/,
    en: /\bwell done\b|\bnotices?\b|held back|don't|\bvoid\b/i,
  };

  it.each(['zh-CN', 'en'] as const)('are those of the glossary in %s', (language) => {
    for (const file of files) {
      // The sentences of the API are its own.
      const texts = { ...(read(`${here}${language}/${file}`) as Texts), rules: {} };
      expect(flat(texts).filter(([, text]) => NOT[language].test(text)), file).toEqual([]);
    }
  });
});

describe('the messages', () => {
  const MESSAGES = `${here}../../../../../../shared/messaging/texts/`;
  const NOT = { 'zh-CN': /位次|静默|踢下线|登录账号|登录名|双因素|快轮到|做得好|同意|拒绝|\} ?张/, en: /\bwell done\b|\bnotices?\b|held back|don't|\bvoid\b|re-?sign/i };

  it.each(['zh-CN', 'en'] as const)('are in the words of the glossary in %s', (language) => {
    const text = readFileSync(`${MESSAGES}${language}.ftl`, 'utf8');
    expect(text.split('\n').length).toBeGreaterThan(40);
    expect(text.split('\n').filter((line) => NOT[language].test(line))).toEqual([]);
  });

  it('have no space beside a name in Chinese', () => {
    const text = readFileSync(`${MESSAGES}zh-CN.ftl`, 'utf8');
    const names = /\p{Script=Han} \{ \$(tenant|acceptor|applicant|decider|name|customer|contact) \}|\{ \$(tenant|acceptor|applicant|decider|name|customer|contact) \} \p{Script=Han}/u;
    expect(text.split('\n').filter((line) => names.test(line))).toEqual([]);
  });
});

describe('the problems of the API', () => {
  const document = read(`${here}../../../../openapi.json`);

  function codes(node: unknown): string[] {
    if (Array.isArray(node)) return node.flatMap(codes);
    if (typeof node !== 'object' || node === null) return [];
    const own = (node as { code?: { enum?: string[] } }).code?.enum ?? [];
    return [...own, ...Object.values(node).flatMap(codes)];
  }

  it.each(['zh-CN', 'en'])('have a text each in %s', (language) => {
    const texts = (read(`${here}${language}/common.json`) as { problems: Record<string, string> }).problems;
    const missing = [...new Set(codes(document))].filter((code) => !texts[code]);
    expect(codes(document).length).toBeGreaterThan(100);
    expect(missing).toEqual([]);
  });
});

describe('the events', () => {
  const names = readdirSync(`${here}../../../../../../events/domain`);

  it.each(['zh-CN', 'en'])('have a name each in %s', (language) => {
    const texts = (read(`${here}${language}/console.json`) as { events: Record<string, string> }).events;
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => !texts[name.replace('.', '_')])).toEqual([]);
  });
});
