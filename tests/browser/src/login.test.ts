import { describe, expect, it } from 'vitest';

import { type Language, Person } from './browser.ts';
import { open, PASSWORD } from './system.ts';
import { textsOf } from './texts.ts';

const own = open();

const NEW = 'harbour-lantern-kettle-9';

const SAID = {
  'zh-CN': { wrong: '账号或密码不正确', first: '请先登录' },
  en: { wrong: 'The account or the password is wrong', first: 'Please sign in to continue' },
} satisfies Record<Language, object>;

describe.each(['zh-CN', 'en'] as const)('the login in %s', (language) => {
  // S000-6, S000-7
  it('refuses, and takes a customer to the page that he wanted', async () => {
    const person = await Person.arrive(own, { size: 'phone', language });
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
    const person = await Person.arrive(own, { size: 'desktop', language });
    await person.page.goto('/tickets');
    await person.logIn('zhou.min', PASSWORD);
    await person.page.waitForURL('**/console/**');
    expect(person.complaints).toEqual([]);
    await person.leave();
  });
});

// F36: the device's language until one is known, then the account's, which stays
it('the pages speak the language of the account', async () => {
  const person = await Person.arrive(own, { size: 'phone', language: 'en', undecided: true });
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

// Issue 5: a session that ends while a page is open leads to the login, and from there back to that page
it('a lost session returns to the page after the login', async () => {
  const t = textsOf('zh-CN', 'portal');
  const person = await Person.at('/tickets?view=all&state=waiting', 'wang.fang', own, { size: 'desktop', language: 'zh-CN' });
  const { page } = person;
  await page.locator('.ticket-row').first().waitFor();
  await (await own.system.as('wang.fang')).delete('/api/sessions');
  await page.getByText(t('views.submitted')).click();
  await page.waitForURL('**/login');
  await page.getByText(textsOf('zh-CN', 'login')('signInFirst')).waitFor();
  await person.logIn('wang.fang', PASSWORD);
  await page.waitForURL('**/tickets?view=submitted&state=waiting');
  await page.locator('.ticket-row').first().waitFor();
  await person.leave();
});

// S001-23: account, code, new password; the code can be asked for again only after a while
it('a forgotten password is replaced with a code', async () => {
  const t = textsOf('zh-CN', 'login');
  const common = textsOf('zh-CN', 'common');
  const person = await Person.arrive(own, { size: 'phone', language: 'zh-CN' });
  const { page } = person;
  await page.goto('/login');
  await page.getByRole('link', { name: t('forgot') }).click();
  // The page before has a field of the same name.
  await page.getByRole('heading', { name: t('reset.title') }).waitFor();
  await page.getByLabel(t('login')).fill('+8613900000001');
  await page.getByRole('button', { name: t('reset.next') }).click();
  const code = await own.system.message('+8613900000001', /(\d{6})/);
  expect(await page.getByRole('button', { name: common('resendIn', { count: 60 }).replace('60', '').trim() }).isDisabled()).toBe(true);
  const found = await person.inspect('login-reset');
  await page.getByLabel(t('reset.code')).fill('000000');
  await page.getByLabel(common('newPassword.label'), { exact: true }).fill(NEW);
  await page.getByLabel(common('newPassword.repeat')).fill(NEW);
  await page.getByRole('button', { name: t('reset.submit') }).click();
  await page.locator('.ant-form-item-explain-error').first().waitFor();
  await page.getByLabel(t('reset.code')).fill(code);
  await page.getByRole('button', { name: t('reset.submit') }).click();
  await page.getByText(t('passwordReset')).waitFor();
  await person.logIn('wang.fang', NEW);
  await page.waitForURL((url) => url.pathname === '/');
  expect(found).toEqual([]);
  expect(person.complaints).toEqual([]);
  await person.leave();
});

// Issue 5: clear messages without a network, and where one has to wait
it('it says that the network is gone, and how long to wait after too many tries', async () => {
  const common = textsOf('en', 'common');
  const person = await Person.arrive(own, { size: 'phone', language: 'en' });
  const { page } = person;
  await page.goto('/login');
  await page.locator('form').waitFor();
  await person.context.setOffline(true);
  await page.locator('.offline').getByText(common('offline')).waitFor();
  await person.logIn('nobody.here', 'not-the-password');
  await page.getByText(common('problems.offline')).waitFor();
  await person.context.setOffline(false);
  await page.locator('.offline').waitFor({ state: 'detached' });
  const waits = page.getByText(common('problems.too_many_requests'));
  for (let tries = 0; tries < 30 && (await waits.count()) === 0; tries += 1) {
    await Promise.all([page.waitForResponse('**/api/sessions'), page.locator('button[type=submit]').click()]);
    await page.locator('.form-alert').waitFor();
  }
  expect(await page.locator('.form-alert').innerText()).toMatch(/\d+ (seconds?|minutes?)/);
  await person.leave();
});
