/** The personal centre: what somebody changes about himself, and what becomes of it. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';

import { type Look, Person } from './browser.ts';
import { open, PASSWORD } from './system.ts';
import { textsOf } from './texts.ts';

const own = open();

const t = textsOf('zh-CN', 'me');
const common = textsOf('zh-CN', 'common');
const PHONE: Look = { size: 'phone', language: 'zh-CN' };

/** 王芳 at her personal centre. */
async function at(tab: string, look = PHONE, password = PASSWORD): Promise<Person> {
  const person = await Person.at(`/me/${tab}`, await own.system.as('wang.fang', password), own, look);
  await person.page.getByRole('heading', { name: t('title') }).waitFor();
  return person;
}

/** Waits for the short message over the page. */
function told(page: Page, text: string): Promise<void> {
  return page.locator('.ant-message').getByText(text).first().waitFor();
}

// S001-25: name and language, and a picture that is cropped
it('the profile has a name, a language and a picture', async () => {
  const person = await at('profile');
  const { page } = person;
  await page.getByLabel(t('name')).fill('王芳芳');
  await page.getByRole('button', { name: t('save'), exact: true }).click();
  await told(page, t('saved'));
  const picture = await page.screenshot({ clip: { x: 0, y: 0, width: 200, height: 300 } });
  await page.locator('input[type=file]').setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: picture });
  const dialog = page.locator('[role=dialog]:visible');
  await dialog.getByRole('slider').focus();
  await page.keyboard.press('ArrowRight');
  const found = await person.inspect('me-crop');
  await dialog.getByRole('button', { name: common('save'), exact: true }).click();
  await told(page, t('avatar.saved'));
  await page.locator('.me-avatar img').waitFor();
  await page.waitForFunction(() => {
    const shown = document.querySelector<HTMLImageElement>('.me-avatar img');
    return shown?.complete === true && shown.naturalWidth > 0 && shown.naturalWidth === shown.naturalHeight;
  });
  expect(await page.locator('.portal-head .avatar img').count()).toBe(1);
  found.push(...(await person.inspect('me-profile')));
  await page.getByRole('button', { name: t('avatar.remove'), exact: true }).click();
  await page.locator('[role=dialog]:visible').getByRole('button', { name: t('avatar.remove') }).click();
  await told(page, t('avatar.removed'));
  await page.locator('.me-avatar').getByText('芳').waitFor();
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

// S004-15: the code goes to the new address, which is the login name then
it('another phone number is taken with a code', async () => {
  const person = await at('account');
  const { page } = person;
  await page.getByRole('button', { name: t('addresses.changeOf', { what: t('addresses.phone') }) }).click();
  const dialog = page.locator('[role=dialog]:visible');
  await dialog.getByLabel(t('addresses.new_phone')).fill('13900000055');
  await dialog.getByLabel(common('factor.password')).fill(PASSWORD);
  const found = await person.inspect('me-address');
  await dialog.getByRole('button', { name: t('addresses.send') }).click();
  const code = await own.system.message('+8613900000055', /(\d{6})/);
  await dialog.getByLabel(common('factor.code')).fill(code);
  found.push(...(await person.inspect('me-address-code')));
  await dialog.getByRole('button', { name: common('factor.confirm') }).click();
  await told(page, t('addresses.changed'));
  await page.locator('.me-list').getByText('+8613900000055').waitFor();
  expect(found).toEqual([]);
  expect(person.complaints).toEqual([]);
  await person.leave();
});

it('messages are turned off and on', async () => {
  const person = await at('preferences');
  const { page } = person;
  const choice = page.getByRole('switch', { name: t('notifications.tickets_sms') });
  await choice.click();
  await told(page, t('saved'));
  await page.reload();
  await choice.waitFor();
  expect(await choice.getAttribute('aria-checked')).toBe('false');
  await choice.click();
  await told(page, t('saved'));
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
  await page.locator('[role=dialog]:visible').getByRole('button', { name: t('devices.end') }).click();
  await told(page, t('devices.ended'));
  await other.page.goto('/tickets');
  await other.page.waitForURL('**/login');
  await page.goto('/me/security');
  await page.getByRole('button', { name: t('factor.setUp') }).click();
  await page.getByRole('region', { name: t('factor.title') }).getByLabel(common('factor.password')).fill(PASSWORD);
  await page.getByRole('button', { name: common('factor.begin') }).click();
  await page.getByRole('img', { name: common('factor.qr') }).waitFor();
  expect(await person.inspect('me-factor')).toEqual([]);
  expect(person.complaints).toEqual([]);
  await Promise.all([person.leave(), other.leave()]);
});

// S001-24: entered and confirmed; the old one is none any more
it('the password is changed', async () => {
  const person = await at('security');
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
