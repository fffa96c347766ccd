/** What an agent sees beside a ticket, what is new to him, and what he can take back (ET-2, S001-16, F32). */
import { expect, it } from 'vitest';

import { type Look, Person } from './browser.ts';
import { type Api, open } from './system.ts';
import { textsOf } from './texts.ts';

const own = open();

const DESKTOP: Look = { size: 'desktop', language: 'zh-CN' };
const t = textsOf('zh-CN', 'console');
const common = textsOf('zh-CN', 'common');

async function queueOf(api: Api): Promise<string> {
  const queues = (await api.get('/api/queues')).items as { queue_id: string; name: string }[];
  return queues.find(({ name }) => name === '售后服务')?.queue_id ?? '';
}

async function submit(wang: Api, title: string): Promise<string> {
  return (await wang.post('/api/tickets', { title, description: '面板显示 E-204。', queue_id: await queueOf(wang), reply_method: 'portal' })).ticket_id as string;
}

async function said(api: Api, ticket: string): Promise<string[]> {
  const entries = (await api.get(`/api/tickets/${ticket}/timeline`)).items as { what: string; text?: string }[];
  return entries.filter(({ what }) => what === 'replied').map(({ text }) => text ?? '');
}

// S001-16: who has the ticket sees whom he works for, and what else there is of him; who has it not is not shown it
it('the customer stands beside the ticket for who works on it, at both sizes', async () => {
  const [wang, he] = [await own.system.as('wang.fang'), await own.system.as('he.yu')];
  const [ticket, other] = [await submit(wang, '打印机卡纸'), await submit(wang, '扫描仪连不上网络')];
  for (const look of [DESKTOP, { size: 'phone', language: 'en', theme: 'dark' } as Look]) {
    const say = textsOf(look.language, 'console');
    const agent = await Person.at(`/console/tickets/${ticket}`, he, own, look);
    const { page } = agent;
    const accept = page.getByRole('button', { name: say('desk.accept'), exact: true });
    const beside = page.locator('.beside');
    if (look === DESKTOP) {
      await page.getByRole('heading', { level: 1, name: '打印机卡纸' }).waitFor();
      expect(await beside.count()).toBe(0);
      await page.locator('.desk-ticket').or(page.locator('main')).first().getByRole('button', { name: say('desk.accept'), exact: true }).last().click();
      await page.locator('.desk-ticket .state-in_progress').waitFor();
    } else expect(await accept.count()).toBe(0);
    await beside.getByRole('link', { name: '+8613900000001' }).waitFor();
    await beside.getByText('海棠贸易有限公司').waitFor();
    await beside.getByRole('link', { name: '扫描仪连不上网络' }).waitFor();
    // The contact itself is not his to open.
    expect(await page.getByRole('link', { name: say('desk.openCustomer') }).count()).toBe(0);
    const found = await agent.inspect('console-ticket-customer');
    await beside.getByRole('link', { name: '扫描仪连不上网络' }).click();
    await page.waitForURL(`**/${other}`);
    await page.getByRole('heading', { level: 1, name: '扫描仪连不上网络' }).waitFor();
    expect([found, agent.complaints]).toEqual([[], []]);
    await agent.leave();
  }
});

// F32: by when it is to be accepted stands in the list
it('what waits says by when it is to be accepted', async () => {
  const chen = await own.system.as('chen.jing');
  const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
  const calendar = { time_zone: 'Asia/Shanghai', week: Object.fromEntries(days.map((day) => [day, ['00:00-24:00']])), holidays: [], extra_days: {} };
  const made = await chen.post('/api/queues', { name: '两小时受理', service: { calendar, first_response_minutes: 120, completion_minutes: null } });
  await chen.post('/api/tickets', { title: '门禁打不开', description: '刷卡没有反应。', queue_id: made.queue_id, reply_method: 'email' });
  const admin = await Person.at('/console/tickets', chen, own, DESKTOP);
  const row = admin.page.locator('.lane-row', { hasText: '门禁打不开' });
  await row.locator('.accept-by').waitFor();
  expect(await row.locator('.accept-by').innerText()).toMatch(/^受理时限：(1小时|2小时|\d+分钟)后$/);
  expect(await admin.inspect('console-desk-targets')).toEqual([]);
  expect(admin.complaints).toEqual([]);
  await admin.leave();
});

// F25: a message that went out by mistake is taken back within five seconds; going on does not lose it
it('a reply can be taken back, and goes out when the agent goes on', async () => {
  const [wang, he] = [await own.system.as('wang.fang'), await own.system.as('he.yu')];
  const ticket = await submit(wang, '投影仪不亮');
  await he.post(`/api/tickets/${ticket}/accept`);
  const agent = await Person.at(`/console/tickets/${ticket}?view=mine`, he, own, DESKTOP);
  const { page } = agent;
  const text = page.locator('.composer textarea');
  await text.fill('写给别人的话');
  await page.keyboard.press('Control+Enter');
  const undo = page.getByRole('button', { name: t('desk.takeBack') });
  await undo.waitFor();
  const found = await agent.inspect('console-ticket-undo');
  expect(await undo.evaluate((button) => button === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  await undo.waitFor({ state: 'detached' });
  expect(await text.inputValue()).toBe('写给别人的话');
  expect(await text.evaluate((field) => field === document.activeElement)).toBe(true);
  await page.waitForTimeout(6_000);
  expect(await said(he, ticket)).toEqual([]);

  await text.fill('灯泡今天寄出。');
  await page.keyboard.press('Control+Enter');
  await undo.waitFor();
  await page.getByRole('link', { name: t('desk.waiting') }).click();
  await page.locator('.composer').waitFor({ state: 'detached' });
  for (const end = Date.now() + 3_000; Date.now() < end && (await said(he, ticket)).length === 0; ) await page.waitForTimeout(100);
  expect(await said(he, ticket)).toEqual(['灯泡今天寄出。']);
  // What was sent is no draft any more.
  await page.goto(`/console/tickets/${ticket}`);
  await text.waitFor();
  expect(await text.inputValue()).toBe('');
  expect([found, agent.complaints]).toEqual([[], []]);
  await agent.leave();
});

// F25: what is new to the agent is marked in the list, and read by opening it; the same for the customer
it('an answer is marked until the ticket is opened', async () => {
  const [wang, he] = [await own.system.as('wang.fang'), await own.system.as('he.yu')];
  const ticket = await submit(wang, '路由器重启');
  await he.post(`/api/tickets/${ticket}/accept`);
  await he.post(`/api/tickets/${ticket}/questions`, { text: '型号是什么？' });
  const customer = await Person.at('/tickets', wang, own, { size: 'phone', language: 'zh-CN' });
  const row = customer.page.locator('.ticket-row', { hasText: '路由器重启' });
  const found: string[] = [];
  await mark(customer, row.locator('.news-mark', { hasText: common('notices.marks.asked') }));
  found.push(...(await customer.inspect('tickets-news')));
  await row.click();
  await customer.page.locator('.ticket-head').waitFor();
  await read(wang, ticket);

  await wang.post(`/api/tickets/${ticket}/answers`, { text: 'R-7' });
  const agent = await Person.at('/console/tickets?view=mine', he, own, DESKTOP);
  const line = agent.page.locator('.ticket-line', { hasText: '路由器重启' });
  await mark(agent, line.locator('.news-mark', { hasText: common('notices.marks.answered') }));
  found.push(...(await agent.inspect('console-desk-news')));
  await line.getByRole('link').click();
  await agent.page.locator('.desk-ticket h1').waitFor();
  await read(he, ticket);
  await line.locator('.news-mark').waitFor({ state: 'detached' });
  expect([found, customer.complaints, agent.complaints]).toEqual([[], [], []]);
  await Promise.all([customer.leave(), agent.leave()]);
});

/** Waits for a mark: notices follow what happens by a moment, and the page looks once a minute. */
async function mark(person: Person, shown: import('playwright-core').Locator): Promise<void> {
  for (let tries = 0; tries < 20 && (await shown.count()) === 0; tries += 1) {
    await person.page.waitForTimeout(500);
    await person.page.reload();
    await person.settled();
  }
  await shown.waitFor();
}

/** Waits until nothing about a ticket is unread. */
async function read(api: Api, ticket: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const notices = (await api.get('/api/notices?limit=100')).items as { link: string; unread: boolean }[];
    if (!notices.some(({ link, unread }) => unread && link.includes(ticket))) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the notices of the ticket stay unread');
}

// ET-3: a list that is looked for often has a name of its own
it('filters are kept as a view, and let go', async () => {
  const agent = await Person.at('/console/tickets?view=queues&state=in_progress', 'he.yu', own, DESKTOP);
  const { page } = agent;
  await page.getByRole('button', { name: t('desk.saveView') }).click();
  const dialog = page.locator('[role=dialog]:visible');
  await page.waitForFunction(() => document.activeElement?.tagName === 'INPUT' && document.activeElement.closest('[role=dialog]') !== null);
  await page.keyboard.type('正在处理');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  const view = page.locator('.desk-list .tabs').getByRole('link', { name: '正在处理' });
  await view.waitFor();
  expect(await view.getAttribute('aria-current')).toBe('page');
  const found = await agent.inspect('console-desk-view');
  await page.goto('/console/tickets');
  await view.click();
  await page.waitForURL(/state=in_progress/);
  await page.getByRole('button', { name: t('desk.removeView', { name: '正在处理' }) }).click();
  await view.waitFor({ state: 'detached' });
  expect([found, agent.complaints]).toEqual([[], []]);
  await agent.leave();
});
