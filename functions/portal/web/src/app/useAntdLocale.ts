import type { ConfigProviderProps } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

type Locale = ConfigProviderProps['locale'];

const LOADERS: Record<string, () => Promise<{ default: Locale }>> = {
  'zh-CN': () => import('antd/locale/zh_CN'),
  en: () => import('antd/locale/en_US'),
};

/** The components' own texts in the language of the pages. */
export function useAntdLocale(): Locale {
  const { i18n } = useTranslation();
  const [locale, setLocale] = useState<Locale>();
  useEffect(() => {
    let current = true;
    void LOADERS[i18n.language]?.().then((loaded) => current && setLocale(loaded.default));
    return () => {
      current = false;
    };
  }, [i18n.language]);
  return locale;
}
