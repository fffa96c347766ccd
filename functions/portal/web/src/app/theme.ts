import { theme, type ThemeConfig } from 'antd';

import { paletteOf } from './colours';

/** System fonts, and nothing that is loaded. Chinese signs, quotation marks too, are the Chinese font's where the language is Chinese. */
const LATIN = '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial';
const CHINESE = '"PingFang SC", "Hiragino Sans GB", "Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC"';
const SYSTEM = '-apple-system, BlinkMacSystemFont, "Segoe UI", "Helvetica Neue"';

function fontOf(language: string): string {
  return language === 'zh-CN' ? `${SYSTEM}, ${CHINESE}, Roboto, Arial, sans-serif` : `${LATIN}, ${CHINESE}, sans-serif`;
}

/** The class that holds the variables of the theme. */
export const THEME_KEY = 'foyer';

/** What is filled in or chosen stands off the ground at 3:1, where other lines may be paler. */
function components(fieldBorder: string): ThemeConfig['components'] {
  const colorBorder = fieldBorder;
  return { Button: { paddingInlineSM: 12 }, Input: { colorBorder }, InputNumber: { colorBorder }, Select: { colorBorder }, DatePicker: { colorBorder }, Checkbox: { colorBorder }, Radio: { colorBorder } };
}

const SHARED: ThemeConfig = {
  cssVar: { key: THEME_KEY },
  hashed: false,
};

const TOKENS: ThemeConfig['token'] = {
  fontSize: 15,
  borderRadius: 8,
  controlHeight: 40,
  controlHeightLG: 48,
  controlHeightSM: 32,
  lineWidthFocus: 3,
  wireframe: false,
};

/** Greys that are read on the page's ground at 4.5:1 and more: the components' own are paler. */
const LIGHT: ThemeConfig = {
  ...SHARED,
  components: components('#858fa1'),
  algorithm: [
    theme.defaultAlgorithm,
    (_seed, map) => ({
      ...(map ?? theme.defaultAlgorithm(theme.defaultSeed)),
      colorBgLayout: '#f5f6f8',
      // What the pointer is on becomes darker, not paler: it is still read.
      colorPrimaryHover: '#2349b3',
      colorPrimaryActive: '#1c3d99',
      colorPrimaryTextHover: '#2349b3',
      colorLinkHover: '#2349b3',
      colorLinkActive: '#1c3d99',
      colorErrorHover: '#a5242a',
      colorErrorActive: '#8c1d22',
      colorErrorTextHover: '#a5242a',
      colorErrorBorderHover: '#a5242a',
      colorText: '#1a2130',
      colorTextSecondary: '#465064',
      colorTextTertiary: '#5a6478',
      colorTextQuaternary: '#6b7486',
      colorBorder: '#c3cad6',
      colorBorderSecondary: '#e4e8ee',
    }),
  ],
  token: { ...TOKENS, colorPrimary: '#2b55c9', colorLink: '#2b55c9', colorError: '#c02a2f', colorSuccess: '#1b7a43', colorWarning: '#9a5b00' },
};

const DARK: ThemeConfig = {
  ...SHARED,
  components: components('#77829a'),
  algorithm: [
    theme.darkAlgorithm,
    (_seed, map) => ({
      ...(map ?? theme.darkAlgorithm(theme.defaultSeed)),
      colorPrimary: '#8fb0ff',
      colorPrimaryHover: '#a9c2ff',
      colorPrimaryActive: '#7a9dee',
      colorPrimaryBg: '#1c2845',
      colorPrimaryBgHover: '#25345a',
      colorPrimaryBorder: '#3a5290',
      colorPrimaryText: '#8fb0ff',
      colorLink: '#8fb0ff',
      colorLinkHover: '#a9c2ff',
      colorLinkActive: '#7a9dee',
      colorError: '#ff8f8f',
      colorErrorText: '#ff8f8f',
      colorSuccess: '#6fd39a',
      colorWarning: '#f0b95a',
      colorBgBase: '#10131a',
      colorBgLayout: '#10131a',
      colorBgContainer: '#181c25',
      colorBgElevated: '#1f2430',
      colorText: '#e6e9ef',
      colorTextSecondary: '#b7bfcc',
      colorTextTertiary: '#a0a9b8',
      colorTextQuaternary: '#8d97a8',
      colorBorder: '#465064',
      colorBorderSecondary: '#2b313e',
    }),
  ],
  token: { ...TOKENS, colorPrimary: '#8fb0ff', colorTextLightSolid: '#0d1526' },
};

/** The theme of the components. Whoever wants less motion gets none: the components know how to do without. */
export function themeOf(dark: boolean, still: boolean, language: string, colour: string | null): ThemeConfig {
  const theme = withColour(dark ? DARK : LIGHT, dark, colour);
  return { ...theme, token: { ...theme.token, fontFamily: fontOf(language), ...(still ? { motion: false } : {}) } };
}

/** The theme in the colour of an enterprise. */
function withColour(plain: ThemeConfig, dark: boolean, colour: string | null): ThemeConfig {
  if (!colour) return plain;
  const palette = paletteOf(colour, dark);
  const algorithms = [plain.algorithm ?? []].flat();
  return {
    ...plain,
    algorithm: [...algorithms, (seed, map) => ({ ...(map ?? theme.defaultAlgorithm(seed)), ...palette })],
    token: { ...plain.token, colorPrimary: palette.colorPrimary, colorLink: palette.colorLink },
  };
}
