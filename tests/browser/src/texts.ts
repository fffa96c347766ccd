import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Language } from './browser.ts';
import { ROOT } from './system.ts';

type Texts = { [key: string]: string | Texts };

/** Gives a text of the pages by its key; holes are filled, and of several numbers `count` chooses. */
export type Say = (key: string, values?: Record<string, string | number>) => string;

/** The texts of a part of the pages in a language. */
export function textsOf(language: Language, part: 'common' | 'console' | 'guide' | 'login' | 'me' | 'portal'): Say {
  const texts = JSON.parse(readFileSync(join(ROOT, `functions/portal/web/src/shared/i18n/${language}/${part}.json`), 'utf8')) as Texts;
  const find = (key: string) => key.split('.').reduce<string | Texts | undefined>((node, name) => (typeof node === 'object' ? node[name] : undefined), texts);
  return (key, values = {}) => {
    const found = find(key) ?? find(`${key}_${new Intl.PluralRules(language).select(Number(values.count))}`);
    if (typeof found !== 'string') throw new Error(`there is no text ${key}`);
    return found.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));
  };
}
