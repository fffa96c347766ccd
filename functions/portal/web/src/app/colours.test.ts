import { describe, expect, it } from 'vitest';

import { contrast, mixed, paletteOf } from './colours';

describe('the colours of an enterprise', () => {
  // Of each hue, the palest on which white is read, one darker, and black.
  const CHOSEN = ['#2b55c9', '#0b6b3a', '#a5242a', '#7a4a00', '#767676', '#000000', '#5b2a86', '#00695c', '#c2185b', '#1a1a66'];

  it.each(CHOSEN)('are read in both appearances: %s', (colour) => {
    const light = paletteOf(colour, false);
    expect(contrast(light.colorPrimary, '#ffffff')).toBeGreaterThanOrEqual(4.5);
    expect(contrast(light.colorPrimaryHover, '#ffffff')).toBeGreaterThanOrEqual(4.5);
    const dark = paletteOf(colour, true);
    for (const ground of ['#10131a', '#181c25', '#1f2430']) expect(contrast(dark.colorLink, ground), ground).toBeGreaterThanOrEqual(4.5);
    // What stands on a button of it is dark.
    expect(contrast(dark.colorPrimary, '#0d1526')).toBeGreaterThanOrEqual(4.5);
  });

  it('are mixed by their parts', () => {
    expect([mixed('#000000', '#ffffff', 0), mixed('#000000', '#ffffff', 0.5), mixed('#102030', '#ffffff', 1)]).toEqual(['#000000', '#808080', '#ffffff']);
    expect(Math.round(contrast('#000000', '#ffffff'))).toBe(21);
  });
});
