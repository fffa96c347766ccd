import { BulbOutlined, GlobalOutlined } from '@ant-design/icons';
import type { MenuProps } from 'antd';
import { useTranslation } from 'react-i18next';

import { type Appearance, useAppearance } from '@/app/useAppearance';
import { changeLanguage, LANGUAGES } from '@/shared/i18n';

import { Menu } from './Menu';

const APPEARANCES: Appearance[] = ['system', 'light', 'dark'];

/** Chooses the language. */
export function LanguageMenu() {
  const { t, i18n } = useTranslation();
  const items: MenuProps['items'] = Object.entries(LANGUAGES).map(([key, label]) => ({ key, label: <span lang={key}>{label}</span> }));
  return (
    <Menu
      label={t('language')}
      icon={<GlobalOutlined />}
      menu={{ items, selectable: true, selectedKeys: [i18n.language], onClick: ({ key }) => void changeLanguage(key, true) }}
    />
  );
}

/** Chooses light, dark, or what the device says. */
export function AppearanceMenu() {
  const { t } = useTranslation();
  const { appearance, choose } = useAppearance();
  const items: MenuProps['items'] = APPEARANCES.map((key) => ({ key, label: t(`appearances.${key}`) }));
  return (
    <Menu
      label={t('appearance')}
      icon={<BulbOutlined />}
      menu={{ items, selectable: true, selectedKeys: [appearance], onClick: ({ key }) => choose(key as Appearance) }}
    />
  );
}
