/** What axe does not find: where the focus is, what is said, what a finger meets, and what a large print keeps (F36). */
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';

import { type Look, Person } from './browser.ts';
import { open, PASSWORD } from './system.ts';
import { textsOf } from './texts.ts';

const own = open();

const PHONE: Look = { size: 'phone', language: 'zh-CN' };
const DESKTOP: Look = { size: 'desktop', language: 'zh-CN' };

async function focused(field: Locator): Promise<void> {
  await field.waitFor();
  await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true);
}

const atHeading = (page: Page) => expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');

it('a page that is a form starts in its first field, and a refusal leads to the first one that is wrong', async () => {
  const person = await Person.arrive(own, DESKTOP);
  const { page } = person;
  await page.goto('/login');
  const login = page.locator('input[autocomplete=username]');
  await focused(login);
  await login.fill('chen.jing');
  await page.locator('button[type=submit]').click();
  await focused(page.locator('input[autocomplete=current-password]'));
  await person.logIn('chen.jing', PASSWORD);
  await focused(page.locator('input[autocomplete=one-time-code]'));
  expect(person.complaints).toEqual([]);
  await person.leave();
});

it('another page begins at its heading', async () => {
  const [t, desk] = [textsOf('zh-CN', 'portal'), textsOf('zh-CN', 'console')];
  const customer = await Person.at('/', 'wang.fang', own, DESKTOP);
  await customer.page.locator('.portal-nav').getByRole('link', { name: t('nav.tickets') }).click();
  await customer.page.waitForURL('**/tickets');
  await atHeading(customer.page);
  const agent = await Person.at('/console/tickets', 'he.yu', own, DESKTOP);
  await agent.page.locator('.side-nav').getByRole('link', { name: desk('nav.customers') }).click();
  await agent.page.waitForURL('**/console/customers');
  await atHeading(agent.page);
  // Nobody is taken away from where he writes.
  const search = agent.page.getByRole('combobox').first();
  await search.fill('王');
  await agent.page.waitForTimeout(500);
  expect(await search.evaluate((element) => element === document.activeElement)).toBe(true);
  expect([customer.complaints, agent.complaints]).toEqual([[], []]);
  await Promise.all([customer.leave(), agent.leave()]);
});

it('what comes is said, once, to who does not see it come', async () => {
  const [wang, he] = [await own.system.as('wang.fang'), await own.system.as('he.yu')];
  const queues = (await wang.get('/api/queues')).items as { queue_id: string; name: string }[];
  const queue_id = queues.find(({ name }) => name === '售后服务')?.queue_id;
  const ticket = (await wang.post('/api/tickets', { title: '读屏', description: 'x', queue_id, reply_method: 'portal' })).ticket_id as string;
  await he.post(`/api/tickets/${ticket}/accept`);
  await he.post(`/api/tickets/${ticket}/replies`, { text: '以前的回复' });
  const [agent, customer] = await Promise.all([Person.at(`/console/tickets/${ticket}`, he, own, DESKTOP), Person.at(`/tickets/${ticket}`, wang, own, PHONE)]);
  const said = (page: Page, text: string) => page.locator('[role=status]', { hasText: text });
  await customer.page.locator('.talk').getByText('以前的回复').waitFor();
  expect(await said(customer.page, '以前的回复').count()).toBe(0);
  await wang.post(`/api/tickets/${ticket}/answers`, { text: '型号是 K-17。' });
  await he.post(`/api/tickets/${ticket}/replies`, { text: '今天寄出。' });
  await said(agent.page, '王芳：型号是 K-17。').waitFor({ state: 'attached' });
  await said(customer.page, '何雨：今天寄出。').waitFor({ state: 'attached' });
  expect(await said(agent.page, '今天寄出。').count()).toBe(0);
  expect([agent.complaints, customer.complaints]).toEqual([[], []]);
  await Promise.all([agent.leave(), customer.leave()]);
});

/** What is pressed and is smaller than 44 px in a direction; links in a text may be as high as it is. */
function small(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const pressed = Array.from(document.querySelectorAll<HTMLElement>('button, .tabs a, .portal-nav a, .ant-segmented-item, input:not([type=hidden], [type=file], [type=radio], [type=checkbox]), .ant-input-password [role=button], .ant-input-suffix [tabindex]'));
    return pressed
      .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.closest('[aria-hidden=true], .visually-hidden') === null)
      .map((one) => ({ one, box: (one.tagName === 'INPUT' ? (one.closest('.ant-input-affix-wrapper, .ant-select, .ant-picker') ?? one) : one).getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && Math.min(box.height, box.width) < 43.5)
      .map(({ one, box }) => `${one.outerHTML.slice(0, 120)} ${String(Math.round(box.width))}×${String(Math.round(box.height))}`);
  });
}

it('a finger meets 44 px', async () => {
  const person = await Person.arrive(own, PHONE);
  await person.page.goto('/login');
  await person.page.locator('form').waitFor();
  const found: Record<string, string[]> = { login: await small(person.page) };
  await person.signIn(await own.system.as('wang.fang'));
  for (const path of ['/', '/tickets', '/me/security', '/me/devices']) {
    await person.page.goto(path);
    await person.page.locator('#content h1').first().waitFor();
    await person.settled();
    found[path] = await small(person.page);
  }
  await person.leave();
  const agent = await Person.at('/console/tickets', 'he.yu', own, PHONE);
  await agent.settled();
  found.desk = await small(agent.page);
  await agent.leave();
  expect(Object.entries(found).filter(([, small]) => small.length > 0)).toEqual([]);
});

/** How much lighter one colour is than another, as WCAG counts it. */
function contrast(one: string, other: string): number {
  const light = (color: string) => {
    const parts = (/\d+(\.\d+)?/g[Symbol.match](color) ?? []).slice(0, 3).map((part) => Number(part) / 255);
    const [red = 0, green = 0, blue = 0] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [a, b] = [light(one), light(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

it.each(['light', 'dark'] as const)('fields and stars stand off their ground at 3:1, %s', async (theme) => {
  const person = await Person.arrive(own, { ...DESKTOP, theme });
  await person.page.goto('/login/forgot');
  const field = person.page.locator('input[autocomplete=username]');
  await field.waitFor();
  await field.blur();
  await person.settled();
  const colors = await field.evaluate((element) => {
    const style = getComputedStyle(element);
    return { border: style.borderTopColor, ground: style.backgroundColor };
  });
  expect(contrast(colors.border, colors.ground), JSON.stringify(colors)).toBeGreaterThanOrEqual(3);
  await person.leave();
});

// At 200 % a window of 1440 px is one of 720.
it('a large print keeps what stands in columns', async () => {
  const admin = await Person.at('/console/audit', 'chen.jing', own, DESKTOP);
  const { page } = admin;
  await page.locator('.grid tbody tr').first().waitFor();
  const changes = page.locator('.changes:visible').first();
  await changes.waitFor();
  const text = (await changes.innerText()).trim();
  for (const width of [720, 390]) {
    await page.setViewportSize({ width, height: 800 });
    await page.locator('.changes:visible', { hasText: text.split('\n')[0] ?? '' }).first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
  }
  await page.locator('.below-sm:visible .mono').first().waitFor();
  expect(admin.complaints).toEqual([]);
  await admin.leave();
});
