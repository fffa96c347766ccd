/** Colours that are made of the one that an enterprise chose. White is read on that: the API refuses any other. */

type Rgb = [number, number, number];

/** What text needs on its ground (WCAG 2.2, 1.4.3). */
const READ = 4.5;
/** The darkest ground of the dark pages. */
const DARK_GROUND = '#1f2430';

function rgbOf(hex: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as Rgb;
}

function hexOf(rgb: Rgb): string {
  return `#${rgb.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;
}

function luminance(hex: string): number {
  const [red, green, blue] = rgbOf(hex).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** How well one colour is read on another: 1 to 21. */
export function contrast(one: string, other: string): number {
  const [pale, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (pale + 0.05) / (dark + 0.05);
}

/** A colour with so much of another in it, 0 to 1. */
export function mixed(colour: string, other: string, part: number): string {
  const [from, to] = [rgbOf(colour), rgbOf(other)];
  return hexOf(from.map((channel, index) => channel + ((to[index] ?? 0) - channel) * part) as Rgb);
}

/** As much white as it takes to be read on dark pages. */
function onDark(colour: string): string {
  for (let part = 0; part < 1; part += 0.05) {
    const tried = mixed(colour, '#ffffff', part);
    if (contrast(tried, DARK_GROUND) >= READ) return tried;
  }
  return '#ffffff';
}

/** The colours of buttons, links and what is chosen. */
export function paletteOf(colour: string, dark: boolean) {
  const primary = dark ? onDark(colour) : colour;
  const [ground, away] = dark ? ['#181c25', '#ffffff'] : ['#ffffff', '#000000'];
  const hover = mixed(primary, away, 0.16);
  const active = mixed(primary, away, 0.3);
  return {
    colorPrimary: primary,
    colorPrimaryHover: hover,
    colorPrimaryActive: active,
    colorPrimaryText: primary,
    colorPrimaryTextHover: hover,
    colorPrimaryBg: mixed(ground, primary, dark ? 0.18 : 0.08),
    colorPrimaryBgHover: mixed(ground, primary, dark ? 0.26 : 0.14),
    colorPrimaryBorder: mixed(ground, primary, 0.4),
    colorLink: primary,
    colorLinkHover: hover,
    colorLinkActive: active,
  };
}
