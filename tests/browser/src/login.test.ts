import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type Language, Person, startBrowser } from './browser.ts';
import { PASSWORD, System } from './system.ts';
import { textsOf } from './texts.ts';

let system: System;
let browser: Browser;

beforeAll(async () => {
  [system, browser] = await Promise.all([System.start(), startBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

const SAID = {
  'zh-CN': { wrong: '账号或密码不正确', first: '请先登录' },
  en: { wrong: 'The account or the password is wrong', first: 'Sign in first' },
} satisfies Record<Language, object>;

describe.each(['zh-CN', 'en'] as const)('the login in %s', (language) => {
  // S000-6, S000-7
  it('refuses, and takes a customer to the page that he wanted', async () => {
    const person = await Person.arrive(browser, system.url, { size: 'phone', language });
    const { page } = person;
    await page.goto('/tickets?view=submitted');
    await page.getByText(SAID[language].first).waitFor();
    await person.logIn('wang.fang', 'not-the-password');
    await page.getByText(SAID[language].wrong).waitFor();
    await person.logIn('wang.fang', PASSWORD);
    await page.waitForURL('**/tickets?view=submitted');
    await page.locator('.ticket-row').first().waitFor();
    expect(person.complaints).toEqual([]);
    await person.leave();
  });

  // S000-6: the same page, another home
  it('takes staff to the console', async () => {
    const person = await Person.arrive(browser, system.url, { size: 'desktop', language });
    await person.page.goto('/tickets');
    await person.logIn('zhou.min', PASSWORD);
    await person.page.waitForURL('**/console/**');
    expect(person.complaints).toEqual([]);
    await person.leave();
  });
});

// F36: the device's language until one is known, then the account's, which stays
it('the pages speak the language of the account', async () => {
  const person = await Person.arrive(browser, system.url, { size: 'phone', language: 'en', undecided: true });
  const { page } = person;
  await page.goto('/');
  await page.getByRole('heading', { name: textsOf('en', 'login')('title') }).waitFor();
  await person.logIn('wang.fang', PASSWORD);
  const greeting = page.getByRole('heading', { name: textsOf('zh-CN', 'portal')('home.hello', { name: '王芳' }) });
  await greeting.waitFor();
  await page.reload();
  await greeting.waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
  await person.leave();
});
