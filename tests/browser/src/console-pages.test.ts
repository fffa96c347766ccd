import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type Api, PASSWORD, System } from './system.ts';
import { type Look, Person, startBrowser } from './browser.ts';

let system: System;
let browser: Browser;
let pages: [name: string, path: string][];

beforeAll(async () => {
  [system, browser] = await Promise.all([System.start(), startBrowser()]);
  pages = await pagesOf(await system.as('zhou.min'), await system.as('he.yu'));
});

afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

type Row = Record<string, unknown> & { account?: { identity_id?: string } };

/** Every page of the console, with something in it. */
async function pagesOf(api: Api, agent: Api): Promise<[string, string][]> {
  const contacts = (await api.get('/api/contacts')).items as Row[];
  const open = contacts.find((one) => one.account?.identity_id)?.contact_id as string;
  const pending = contacts.find((one) => one.name === '李雷')?.contact_id as string;
  const customer = (await api.post('/api/customers', { name: '海棠贸易有限公司', mobile: '13900000009', remark: '华东区域大客户' })).customer_id as string;
  const queues = (await agent.get('/api/queues')).items as Row[];
  const service = queues.find((one) => one.name === '售后服务');
  const waiting = (await agent.get(`/api/tickets?view=queue&queue_id=${String(service?.queue_id)}`)).items as Row[];
  const ticket = waiting[0]?.ticket_id as string;
  const taken = waiting[1]?.ticket_id as string;
  await agent.post(`/api/tickets/${taken}/accept`);
  await agent.post(`/api/tickets/${taken}/notes`, { text: '开票信息与合同一致' });
  await agent.post(`/api/tickets/${taken}/replies`, { text: '您好，新的发票今天寄出。' });
  return [
    ['overview', '/console/overview'],
    ['overview-all', '/console/overview?view=all'],
    ['tickets', '/console/tickets'],
    ['tickets-mine', '/console/tickets?view=mine'],
    ['tickets-all', '/console/tickets?view=all'],
    ['ticket', `/console/tickets/${ticket}`],
    ['ticket-taken', `/console/tickets/${taken}`],
    ['customers', '/console/customers'],
    ['contacts', '/console/contacts'],
    ['contacts-none', '/console/contacts?q=nobody-has-this-name'],
    ['customer', `/console/customers/${customer}`],
    ['contact', `/console/contacts/${open}`],
    ['contact-account', `/console/contacts/${open}/account`],
    ['contact-pending', `/console/contacts/${pending}/account`],
    ['contact-messages', `/console/contacts/${open}/messages`],
    ['contact-sessions', `/console/contacts/${open}/sessions`],
    ['contact-apps', `/console/contacts/${open}/apps`],
    ['account-requests', '/console/account-requests'],
    ['account-requests-approved', '/console/account-requests?state=approved'],
    ['messages', '/console/messages'],
    ['queues', '/console/queues'],
    ['notices', '/console/notices'],
    ['staff', '/console/staff'],
    ['me', '/console/me'],
    ['me-account', '/console/me/account'],
    ['me-preferences', '/console/me/preferences'],
    ['portal-pages', '/console/portal-pages'],
    ['audit', '/console/audit'],
    ['not-found', '/console/nowhere'],
  ];
}

/** Enters the code that the authenticator of an administrator shows. */
async function secondStep(page: Page, login: string): Promise<void> {
  await page.waitForURL('**/login/second-factor');
  const code = await (await fetch(`${system.url}/_local/totp?login=${login}`)).text();
  await page.locator('input[autocomplete=one-time-code]').fill(code.trim());
  await page.locator('button[type=submit]').click();
}

const LOOKS: Look[] = [
  { size: 'desktop', language: 'zh-CN' },
  { size: 'desktop', language: 'en', theme: 'dark' },
  { size: 'phone', language: 'zh-CN', theme: 'dark' },
  { size: 'phone', language: 'en' },
];

describe.each(LOOKS)('the pages of the console, $size $language $theme', (look) => {
  it('are there for everybody: axe finds nothing, and nothing is wider than the window', async () => {
    const person = await Person.arrive(browser, system.url, look);
    await person.page.goto('/console/tickets');
    await person.logIn('chen.jing', PASSWORD);
    await secondStep(person.page, 'chen.jing');
    await person.page.locator('.page-head h1').waitFor();
    const found: string[] = [];
    for (const [name, path] of pages) {
      await person.page.goto(path);
      await person.page.locator('.console h1').first().waitFor();
      found.push(...(await person.inspect(`console-${name}`)));
      const over = await person.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (over > 0) found.push(`${name}: ${String(over)} px too wide`);
    }
    expect(found).toEqual([]);
    expect(person.complaints).toEqual([]);
    await person.leave();
  });
});
