import { useEffect } from 'react';

import { changeLanguage, languageIsChosen } from '@/shared/i18n';

import type { Me } from './useMe';

/** Speaks the language of the account where none was chosen on this device (F36). */
export function useAccountLanguage(me: Me | undefined): void {
  const language = me && me !== 'second_factor' ? me.account.language : null;
  useEffect(() => {
    if (language && !languageIsChosen()) void changeLanguage(language, false);
  }, [language]);
}
