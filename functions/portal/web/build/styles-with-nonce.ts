import type { Plugin } from 'vite';

/** The two places where the components add a style element to the page. */
const PLACES = /@rc-component\/util\/es\/Dom\/dynamicCSS\.js$|@ant-design\/icons\/es\/cssUtils\.js$/;
const MADE = "const styleNode = document.createElement('style');";
const NONCE = "styleNode.nonce = document.querySelector('meta[property=\"csp-nonce\"]')?.nonce ?? '';";

/**
 * Gives every style element that the components add the nonce of the Content-Security-Policy. `ConfigProvider`
 * has `csp` for that, but does not hand it to the ones that lock scrolling and measure scroll bars.
 */
export function stylesWithNonce(): Plugin {
  let changed = 0;
  return {
    name: 'foyer:styles-with-nonce',
    apply: 'build',
    transform(code, id) {
      if (!PLACES.test(id)) return null;
      if (!code.includes(MADE)) this.error(`${id} adds style elements in another way: see build/styles-with-nonce.ts`);
      changed += 1;
      return { code: code.replace(MADE, `${MADE}\n  ${NONCE}`), map: null };
    },
    buildEnd(error) {
      if (!error && changed === 0) this.error('no style element got its nonce: see build/styles-with-nonce.ts');
    },
  };
}
