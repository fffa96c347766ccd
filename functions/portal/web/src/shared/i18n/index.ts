import i18next, { type BackendModule } from 'i18next';
import { initReactI18next } from 'react-i18next';

import { stored, store } from '@/shared/stored';

/** The languages, each by its own name. */
export const LANGUAGES = { 'zh-CN': '简体中文', en: 'English' } as const;

export type Language = keyof typeof LANGUAGES;

const KEY = 'foyer.language';

/** The texts, a file for each language and part of the pages; each is loaded when it is needed. */
const texts = import.meta.glob<{ default: object }>('./*/*.json');

const backend: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, done) => {
    const load = texts[`./${language}/${namespace}.json`];
    if (!load) return done(new Error(`there are no texts ${namespace} in ${language}`), false);
    load().then(
      (loaded) => done(null, loaded.default as Record<string, string>),
      (error: unknown) => done(error instanceof Error ? error : new Error('a file of texts is missing'), true),
    );
  },
};

function isLanguage(text: string | null | undefined): text is Language {
  return text !== null && text !== undefined && text in LANGUAGES;
}

/** The language that was chosen, or else the browser's: Chinese if it speaks any, English otherwise. */
function firstLanguage(): Language {
  const chosen = stored(KEY);
  if (isLanguage(chosen)) return chosen;
  return navigator.languages.some((language) => language.toLowerCase().startsWith('zh')) ? 'zh-CN' : 'en';
}

/** Whether somebody chose a language on this device. */
export function languageIsChosen(): boolean {
  return isLanguage(stored(KEY));
}

function announce(language: string): void {
  document.documentElement.lang = language;
}

/** Loads the texts of the language, and those that the first page needs. */
export async function startTexts(namespaces: string[]): Promise<void> {
  i18next.on('languageChanged', announce);
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: firstLanguage(),
      supportedLngs: Object.keys(LANGUAGES),
      fallbackLng: false,
      ns: ['common', ...namespaces],
      defaultNS: 'common',
      interpolation: { escapeValue: false },
      returnNull: false,
    });
}

/** The language of the pages. */
export function currentLanguage(): Language {
  return isLanguage(i18next.language) ? i18next.language : 'en';
}

/** Changes the language, and remembers it where it was chosen by hand. */
export async function changeLanguage(language: string, remember: boolean): Promise<void> {
  if (!isLanguage(language)) return;
  if (remember) store(KEY, language);
  await i18next.changeLanguage(language);
}
