/** The personal centre: what somebody changes about himself, and what becomes of it. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { type Look, Person, startBrowser } from './browser.ts';
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

const t = textsOf('zh-CN', 'me');
const common = textsOf('zh-CN', 'common');
const PHONE: Look = { size: 'phone', language: 'zh-CN' };

/** 王芳 at her personal centre. */
async function at(tab: string, look = PHONE, password = PASSWORD): Promise<Person> {
  const person = await Person.arrive(browser, system.url, look);
  await person.page.goto(`/me/${tab}`);
  await person.logIn('wang.fang', password);
  await person.page.getByRole('heading', { name: t('title') }).waitFor();
  return person;
}

/** Waits for the short message over the page. */
function told(page: Page, text: string): Promise<void> {
  return page.locator('.ant-message').getByText(text).first().waitFor();
}

// S001-25
it('the profile has a name and a language', async () => {
  const person = await at('profile');
  const { page } = person;
  await page.getByLabel(t('name')).fill('王芳芳');
  await page.getByRole('button', { name: t('save'), exact: true }).click();
  await told(page, t('saved'));
  const found = await person.inspect('me-profile');
  await page.getByRole('radio', { name: 'English' }).check();
  await page.getByRole('button', { name: t('save'), exact: true }).click();
  await page.getByRole('heading', { name: textsOf('en', 'me')('title') }).waitFor();
  await page.getByRole('radio', { name: '简体中文' }).check();
  await page.getByRole('button', { name: textsOf('en', 'me')('save'), exact: true }).click();
  await page.getByRole('heading', { name: t('title') }).waitFor();
  expect(found).toEqual([]);
  expect(person.complaints).toEqual([]);
  await person.leave();
});

// S003-19, F27: another device is signed out; F26: a second factor for customers who want one
it('another device is signed out, and a second factor is set up', async () => {
  const other = await at('devices', { size: 'desktop', language: 'zh-CN' });
  const person = await at('devices');
  const { page } = person;
  await page.locator('.devices li').nth(1).waitFor();
  await page.getByRole('button', { name: t('devices.endOthers') }).click();
  await page.locator('.ant-popconfirm').getByRole('button', { name: t('devices.end') }).click();
  await told(page, t('devices.ended'));
  await other.page.goto('/tickets');
  await other.page.waitForURL('**/login');
  await page.goto('/me/security');
  await page.getByRole('button', { name: t('factor.setUp') }).click();
  await page.getByLabel(common('factor.password')).fill(PASSWORD);
  await page.getByRole('button', { name: common('factor.begin') }).click();
  await page.getByRole('img', { name: common('factor.qr') }).waitFor();
  expect(await person.inspect('me-factor')).toEqual([]);
  expect(person.complaints).toEqual([]);
  await Promise.all([person.leave(), other.leave()]);
});

// S001-24: entered and confirmed; the old one is none any more
it('the password is changed', async () => {
  const person = await at('account');
  const { page } = person;
  const next = 'kettle-umbrella-river-3';
  await page.getByLabel(t('currentPassword')).fill(PASSWORD);
  await page.getByLabel(common('newPassword.label'), { exact: true }).fill(next);
  await page.getByLabel(common('newPassword.repeat')).fill(`${next}x`);
  await page.getByRole('button', { name: t('changePassword') }).click();
  await page.getByText(common('newPassword.differs')).waitFor();
  await page.getByLabel(common('newPassword.repeat')).fill(next);
  await page.getByRole('button', { name: t('changePassword') }).click();
  await told(page, t('passwordChanged'));
  await person.leave();
  await (await at('account', PHONE, next)).leave();
});
