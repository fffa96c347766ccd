/** Every page of the login and of the portal: axe finds nothing, a picture is kept, and the first load is light. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type Look, Person, startBrowser } from './browser.ts';
import { PASSWORD, System } from './system.ts';

let system: System;
let browser: Browser;

beforeAll(async () => {
  [system, browser] = await Promise.all([System.start(), startBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

const PAGES: [name: string, path: string][] = [
  ['home', '/'],
  ['tickets', '/tickets'],
  ['tickets-shared', '/tickets?view=shared'],
  ['tickets-drafts', '/tickets?view=drafts'],
  ['notices', '/notices'],
  ['me-profile', '/me'],
  ['me-account', '/me/account'],
  ['me-security', '/me/security'],
  ['me-devices', '/me/devices'],
  ['me-preferences', '/me/preferences'],
  ['not-found', '/nowhere'],
];

// Each page at both sizes in both languages, and in both themes.
const LOOKS: Look[] = [
  { size: 'phone', language: 'zh-CN' },
  { size: 'phone', language: 'en', theme: 'dark' },
  { size: 'desktop', language: 'zh-CN', theme: 'dark' },
  { size: 'desktop', language: 'en' },
];

describe.each(LOOKS)('on a $size in $language', (look) => {
  it('no page has anything that axe finds', async () => {
    const person = await Person.arrive(browser, system.url, look);
    const { page } = person;
    const found: string[] = [];
    for (const [name, path] of [['login', '/login'], ['login-forgot', '/login/forgot']] as const) {
      await page.goto(path);
      await page.locator('form').waitFor();
      found.push(...(await person.inspect(name)));
    }
    await page.goto('/login');
    await person.logIn('wang.fang', PASSWORD);
    await page.waitForURL((url) => url.pathname === '/');
    for (const [name, path] of PAGES) {
      await page.goto(path);
      await page.locator('#content h1').first().waitFor();
      found.push(...(await person.inspect(name)));
    }
    await page.goto('/tickets');
    await page.locator('.ticket-row').first().click();
    await page.locator('.talk').waitFor();
    found.push(...(await person.inspect('ticket')));
    await page.locator('.portal-new').click();
    await page.locator('.ant-drawer-body form').waitFor();
    found.push(...(await person.inspect('new-ticket')));
    expect(found).toEqual([]);
    expect(person.complaints).toEqual([]);
    expect(await overflow(person)).toBeLessThanOrEqual(0);
    await person.leave();
  });
});

/** How many pixels of the page are to the right of the screen. */
function overflow(person: Person): Promise<number> {
  return person.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

describe('the document', () => {
  // A browser goes on with the document that it has and the nonce that came with it: a 304 must not bring another.
  it('is not sent again with another nonce, and shows its styles when it is looked at again', async () => {
    const first = await fetch(`${system.url}/login`);
    const tag = first.headers.get('etag') ?? '';
    expect(first.headers.get('content-security-policy')).toContain("'nonce-");
    const again = await fetch(`${system.url}/login`, { headers: { 'if-none-match': tag }, cache: 'no-store' });
    expect([again.status, again.headers.get('content-security-policy')]).toEqual([304, null]);

    const person = await Person.arrive(browser, system.url, { size: 'phone', language: 'zh-CN' });
    for (const path of ['/login', '/login/forgot', '/login']) {
      await person.page.goto(path);
      await person.page.locator('form').waitFor();
    }
    const styled = await person.page.locator('button[type=submit]').evaluate((button) => getComputedStyle(button).borderRadius);
    expect(styled).toBe('10px');
    expect(person.complaints).toEqual([]);
    await person.leave();
  });
});

describe('the first load of the portal', () => {
  const MOST = 250 * 1024;

  it(`is at most ${MOST / 1024} KB, without the code of the console`, async () => {
    const person = await Person.arrive(browser, system.url, { size: 'phone', language: 'zh-CN' });
    const { page, context } = person;
    await page.goto('/login');
    await person.logIn('wang.fang', PASSWORD);
    await page.waitForURL((url) => url.pathname === '/');
    const fresh = await context.newPage();
    const cdp = await context.newCDPSession(fresh);
    await cdp.send('Network.enable');
    await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
    const sizes = new Map<string, number>();
    const names = new Map<string, string>();
    cdp.on('Network.responseReceived', ({ requestId, response }) => names.set(requestId, new URL(response.url).pathname));
    cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => sizes.set(names.get(requestId) ?? requestId, encodedDataLength));
    await fresh.goto('/');
    await fresh.locator('.figure-card').first().waitFor();
    await fresh.waitForLoadState('networkidle');
    const code = [...sizes].filter(([name]) => !name.startsWith('/api/'));
    const all = code.reduce((sum, [, size]) => sum + size, 0);
    expect(code.map(([name]) => name).filter((name) => name.includes('Console'))).toEqual([]);
    expect(all, code.map(([name, size]) => `${name} ${String(size)}`).join('\n')).toBeLessThanOrEqual(MOST);
    expect(all).toBeGreaterThan(50 * 1024);
    await person.leave();
  });
});
