/** What a customer does in the portal, from the first password to the rating, with the agent at the desk beside him. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

import { type Language, type Look, Person } from './browser.ts';
import { type Api, open } from './system.ts';
import { type Say, textsOf } from './texts.ts';

const own = open();

const LOOKS: Look[] = [
  { size: 'phone', language: 'zh-CN' },
  { size: 'phone', language: 'en', theme: 'dark' },
  { size: 'desktop', language: 'zh-CN', theme: 'dark' },
  { size: 'desktop', language: 'en' },
];

const OWN = 'riverbank-morning-71';
const QUEUE = '售后服务';
let numbers = 0;

/** A contact whose account is open: its mobile number, and the initial password that the SMS brought. */
async function newCustomer(language: Language): Promise<{ name: string; login: string; initial: string }> {
  const zhou = await own.system.as('zhou.min');
  const organisations = (await zhou.get('/api/organisations')).items as { organisation_id: string; name: string }[];
  const haitang = organisations.find(({ name }) => name.startsWith('海棠'))?.organisation_id;
  numbers += 1;
  const login = `+86137000000${String(numbers).padStart(2, '0')}`;
  const name = `赵云${String(numbers)}`;
  const contact = await zhou.post('/api/contacts', { organisation_id: haitang, name, mobile: login, language });
  await zhou.post(`/api/contacts/${contact.contact_id as string}/account`);
  return { name, login, initial: await own.system.message(login, /(?:初始密码：|Initial password: )(\S+)/) };
}

/** The same, when a password was chosen. */
async function chosen({ login, initial }: { login: string; initial: string }): Promise<Api> {
  const first = await own.system.as(login, initial);
  await first.put('/api/me/password', { current_password: initial, new_password: OWN });
  return own.system.as(login, OWN);
}

/** Somebody else's ticket, which waits first. */
async function waitsBefore(title: string): Promise<void> {
  const wang = await own.system.as('wang.fang');
  const queues = (await wang.get('/api/queues')).items as { queue_id: string; name: string }[];
  await wang.post('/api/tickets', { title, description: '每三页卡一次。', queue_id: queues.find(({ name }) => name === QUEUE)?.queue_id, reply_method: 'portal' });
}

/** Waits until something is so. */
async function until(so: () => Promise<boolean>): Promise<void> {
  while (!(await so())) await new Promise((resolve) => setTimeout(resolve, 200));
}

/** Fills in the form of a new ticket. */
async function fillTicket(page: Page, t: Say, title: string): Promise<void> {
  await page.getByRole('button', { name: t('newTicket') }).first().click();
  const form = page.getByRole('dialog');
  await form.getByText(t('new.as')).waitFor();
  await form.getByLabel(t('new.queue')).click();
  await page.locator('.ant-select-item-option').filter({ hasText: QUEUE }).click();
  await form.getByLabel(t('new.title'), { exact: true }).fill(title);
  await form.getByLabel(t('new.description')).fill('面板显示 E-204。');
}

/** Sends the form that is open; the ticket's page is open then. */
async function sendTicket(page: Page, t: Say): Promise<void> {
  await page.getByRole('button', { name: t('new.submit') }).click();
  await page.waitForURL(/\/tickets\/tkt_/);
}

/** The number that the page shows as the place in the queue. */
async function placeOf(page: Page): Promise<number> {
  return Number(await page.locator('.queue .figure').first().textContent());
}

describe.each(LOOKS)('a customer, $size $language', (look) => {
  const t = textsOf(look.language, 'portal');
  const login = textsOf(look.language, 'login');
  const common = textsOf(look.language, 'common');
  const desk = textsOf(look.language, 'console');
  const title = `打印机 ${look.size} ${look.language}`;

  it('goes from the first password to the rating', async () => {
    const found: string[] = [];
    await waitsBefore(`扫描仪 ${look.size} ${look.language}`);

    // S001-1, S001-2, decision 1: the password of the SMS opens one page, where it is replaced.
    const account = await newCustomer(look.language);
    const customer = await Person.arrive(own, look);
    const { page } = customer;
    await page.goto('/');
    await customer.logIn(account.login, account.initial);
    await page.waitForURL('**/login/password');
    await page.getByLabel(common('newPassword.label'), { exact: true }).fill(OWN);
    await page.getByLabel(common('newPassword.repeat')).fill(OWN);
    found.push(...(await customer.inspect('story-first-password')));
    await page.getByRole('button', { name: login('first.submit') }).click();
    await page.waitForURL((url) => url.pathname === '/');

    // S001-9, S001-10, S001-13: what was typed is there after a reload, and as a draft; the draft is sent.
    await fillTicket(page, t, title);
    await page.reload();
    await page.getByRole('button', { name: t('newTicket') }).first().click();
    await page.getByRole('dialog').getByText('E-204').waitFor();
    await page.getByRole('button', { name: t('new.save') }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.goto('/tickets?view=drafts');
    found.push(...(await customer.inspect('story-drafts')));
    await page.locator('.draft-row').getByText(title).click();
    await sendTicket(page, t);

    // S001-17, S001-18: two numbers; decision 7: while it waits it can be urged.
    await page.locator('.queue-figures').getByText(t('queue.place')).waitFor();
    const place = await placeOf(page);
    expect(place).toBeGreaterThan(1);
    await page.getByRole('button', { name: t('ticket.urge'), exact: true }).click();
    await page.locator('.ticket-urged').waitFor();
    found.push(...(await customer.inspect('story-waiting')));

    // The agent takes on what is first; the customer's page says so by itself.
    const agent = await Person.at('/console/tickets', 'he.yu', own, { ...look, size: 'desktop' });
    const lane = agent.page.locator('.lane', { has: agent.page.getByRole('heading', { name: QUEUE }) });
    const take = async (row: number | string) => {
      const rows = lane.locator('.lane-row');
      await (typeof row === 'number' ? rows.nth(row) : rows.filter({ hasText: row })).getByRole('button').click();
      await agent.page.waitForURL('**/console/tickets/tkt_*');
    };
    await take(0);
    await page.getByText(t('queue.forward', { count: 1 })).waitFor();
    expect(await placeOf(page)).toBe(place - 1);

    // S001-19: accepted, asked, answered; each side sees what the other did.
    await agent.page.goto('/console/tickets');
    await take(title);
    await page.locator('.ticket-head .state-in_progress').waitFor();
    await agent.page.locator('.composer .ant-segmented-item', { hasText: desk('desk.modes.ask') }).click();
    await agent.page.locator('.composer textarea').fill('请问型号是什么？');
    await agent.page.getByRole('button', { name: desk('desk.send.ask'), exact: true }).click();
    await agent.page.locator('.talk').getByText('请问型号是什么？').waitFor();
    await page.reload();
    await page.getByText(t('ticket.asked')).waitFor();
    found.push(...(await customer.inspect('story-asked')));
    await page.getByLabel(t('ticket.answer')).fill('型号 K-17。');
    await page.getByRole('button', { name: t('ticket.send'), exact: true }).click();
    await page.locator('.talk').getByText('型号 K-17。').waitFor();
    await agent.page.reload();
    await agent.page.locator('.talk').getByText('型号 K-17。').waitFor();

    // S001-20: completed with a handling reply and acceptance information.
    await agent.page.getByRole('button', { name: desk('desk.complete'), exact: true }).click();
    const dialog = agent.page.locator('[role=dialog]:visible');
    await dialog.getByLabel(desk('desk.handlingReply')).fill('已更换网卡。');
    await dialog.getByLabel(desk('desk.information')).fill('工程师何雨，上门处理。');
    await dialog.getByRole('button', { name: desk('desk.complete'), exact: true }).click();
    await agent.page.locator('.page-head .state-completed').waitFor();
    await page.reload();
    await page.locator('.completion').getByText('已更换网卡。').waitFor();
    await page.locator('.completion').getByText('工程师何雨，上门处理。').waitFor();

    // S001-21, S001-22: rated, and the agent is told.
    await page.getByRole('radio', { name: common('stars', { count: 4 }) }).check();
    await page.getByLabel(t('rating.comment')).fill('很快。');
    found.push(...(await customer.inspect('story-rating')));
    await page.getByRole('button', { name: t('rating.send') }).click();
    await page.getByRole('heading', { name: t('rating.given') }).waitFor();
    expect(await page.locator('.rating-stars').textContent()).toContain(common('stars', { count: 4 }));
    found.push(...(await customer.inspect('story-rated')));
    await agent.page.goto('/console/notices');
    await agent.page.locator('.notice', { hasText: common('notices.kinds.ticket_rated', { title }) }).waitFor();

    expect(found).toEqual([]);
    expect(customer.complaints).toEqual([]);
    expect(agent.complaints).toEqual([]);
    await Promise.all([customer.leave(), agent.leave()]);
  });
});

// Decision 7: what waits can be withdrawn, after a question; then it has no place.
it('a ticket that waits is withdrawn', async () => {
  const t = textsOf('zh-CN', 'portal');
  const person = await Person.at('/tickets', 'wang.fang', own, { size: 'phone', language: 'zh-CN' });
  const { page } = person;
  await page.locator('.ticket-row').first().waitFor();
  await fillTicket(page, t, '扫描仪卡纸');
  await sendTicket(page, t);
  await page.locator('.queue .figure').first().waitFor();
  await page.getByRole('button', { name: t('ticket.withdraw') }).click();
  await page.locator('[role=dialog]:visible').getByRole('button', { name: t('ticket.withdraw') }).click();
  await page.locator('.ticket-head .state-withdrawn').waitFor();
  expect(await page.locator('.queue').count()).toBe(0);
  expect(await page.getByRole('button', { name: t('ticket.urge') }).count()).toBe(0);
  expect(person.complaints).toEqual([]);
  await person.leave();
});

// S001-7, S001-8, ET-5, F14
it('each number of the home opens the list with just that many', async () => {
  const wang = await own.system.as('wang.fang');
  const he = await own.system.as('he.yu');
  for (const title of ['碳粉用完', '纸张受潮']) await waitsBefore(title);
  const submitted = (await wang.get('/api/tickets?view=submitted')).items as { ticket_id: string; state: string }[];
  const [rated, withdrawn] = submitted.filter(({ state }) => state === 'waiting').map(({ ticket_id }) => ticket_id);
  await he.post(`/api/tickets/${String(rated)}/accept`);
  await he.post(`/api/tickets/${String(rated)}/complete`, { handling_reply: '已更换碳粉。' });
  await wang.put(`/api/tickets/${String(rated)}/rating`, { stars: 5 });
  await wang.post(`/api/tickets/${String(withdrawn)}/withdraw`);
  await until(async () => {
    const home = (await wang.get('/api/home')) as { satisfaction: { count: number }[]; states: { state: string; count: number }[]; total: { count: number } };
    return home.satisfaction[0]?.count === 1 && home.states.some(({ state, count }) => state === 'withdrawn' && count > 0) && home.total.count === submitted.length;
  });

  const person = await Person.at('/', 'wang.fang', own, { size: 'desktop', language: 'zh-CN' });
  const { page } = person;
  await page.locator('.home-figures summary').click();
  const found = await person.inspect('home-with-figures');
  const links = page.locator('.figures a, .legend a, .bars a');
  await page.locator('.stars a').first().waitFor();
  const told = await links.evaluateAll((all) => all.map((link) => ({ to: link.getAttribute('href') ?? '', count: Number(link.querySelector('.figure, b, .bar-count')?.textContent) })));
  expect(told.length).toBeGreaterThan(10);
  for (const { to, count } of told) {
    await page.goto(to);
    await person.settled();
    await expect.poll(() => page.locator('.ticket-row').count(), { message: to, timeout: 60_000 }).toBe(count);
  }
  expect(found).toEqual([]);
  expect(person.complaints).toEqual([]);
  await person.leave();
});

// Issue 5: sending again after a lost answer does nothing twice
it('a ticket whose answer was lost is sent again, once', async () => {
  const t = textsOf('zh-CN', 'portal');
  const person = await Person.at('/tickets', 'wang.fang', own, { size: 'phone', language: 'zh-CN' });
  const { page } = person;
  await page.locator('.ticket-row').first().waitFor();
  await fillTicket(page, t, '网络中断时提交');
  let lost = 0;
  await page.route('**/api/tickets', async (route) => {
    if (route.request().method() !== 'POST' || lost > 0) return route.continue();
    lost += 1;
    await route.fetch();
    await route.abort();
  });
  await page.getByRole('button', { name: t('new.submit') }).click();
  await page.getByRole('dialog').getByText(textsOf('zh-CN', 'common')('problems.offline')).waitFor();
  await sendTicket(page, t);
  await page.goto(`/tickets?q=${encodeURIComponent('网络中断时提交')}`);
  await page.locator('.ticket-row').first().waitFor();
  expect([lost, await page.locator('.ticket-row').count()]).toEqual([1, 1]);
  await person.leave();
});

// F36: everything by keyboard
it('the portal is used without a pointer', async () => {
  const t = textsOf('zh-CN', 'portal');
  const person = await Person.at('/tickets', 'wang.fang', own, { size: 'desktop', language: 'zh-CN' });
  const { page } = person;
  await page.locator('.ticket-row').first().waitFor();
  await page.reload();
  await page.locator('.ticket-row').first().waitFor();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
  const button = page.locator('.portal-new');
  await button.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(t('new.title'), { exact: true }).waitFor();
  await page.waitForFunction(() => document.activeElement?.closest('.ant-drawer'));
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await page.waitForFunction(() => document.activeElement?.classList.contains('portal-new'));
  await page.locator('.ticket-row').first().focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/tickets\/tkt_/);
  expect(person.complaints).toEqual([]);
  await person.leave();
});

// S001-12, S001-14, F12: a colleague of the same company reads it and adds to it, until it is taken back
it('a ticket is shared with a colleague, and taken back', async () => {
  const t = textsOf('zh-CN', 'portal');
  const account = await newCustomer('zh-CN');
  const common = textsOf('zh-CN', 'common');
  await waitsBefore('合同问题');
  const owner = await Person.at('/tickets', 'wang.fang', own, { size: 'desktop', language: 'zh-CN' });
  await owner.page.locator('.ticket-row').getByText('合同问题').click();
  await owner.page.getByRole('button', { name: t('share.share'), exact: true }).click();
  const dialog = owner.page.locator('[role=dialog]:visible');
  const share = async () => {
    await dialog.getByLabel(t('share.with')).click();
    await owner.page.locator('.ant-select-item-option', { hasText: account.name }).click();
    await dialog.getByRole('button', { name: t('share.share'), exact: true }).click();
    await dialog.locator('.share-list').getByText(account.name).waitFor();
  };
  await share();
  const found = await owner.inspect('story-share');

  const colleague = await Person.at('/tickets?view=shared', await chosen(account), own, { size: 'phone', language: 'zh-CN' });
  await colleague.page.locator('.ticket-row', { hasText: '合同问题' }).getByText(t('tickets.of', { name: '王芳' })).waitFor();
  await colleague.page.locator('.ticket-row').getByText('合同问题').click();
  await colleague.page.getByLabel(t('ticket.add')).fill('合同编号 HT-9。');
  await colleague.page.getByRole('button', { name: t('ticket.send'), exact: true }).click();
  await colleague.page.locator('.talk').getByText('合同编号 HT-9。').waitFor();
  expect(await colleague.page.getByRole('button', { name: t('ticket.withdraw') }).count()).toBe(0);
  await dialog.getByRole('button', { name: t('share.endOf', { name: account.name }) }).click();
  await dialog.locator('.share-list').waitFor({ state: 'detached' });
  await colleague.page.reload();
  await colleague.page.getByText(common('problems.not_found')).waitFor();

  // Shared to be read: there is nothing to write in, and nothing to attach with.
  await dialog.getByRole('checkbox', { name: t('share.mayComment') }).uncheck();
  await share();
  await dialog.getByText(t('share.reads')).waitFor();
  await colleague.page.reload();
  await colleague.page.locator('.talk').getByText('合同编号 HT-9。').waitFor();
  for (const what of [colleague.page.getByLabel(t('ticket.add')), colleague.page.getByRole('button', { name: common('attachments.add') })]) expect(await what.count()).toBe(0);
  found.push(...(await colleague.inspect('story-shared-to-read')));
  expect(found).toEqual([]);
  await Promise.all([owner.leave(), colleague.leave()]);
});

// F37: with the first file the form is a draft; the agent opens it, and adds one for colleagues alone
it('files are attached to a new ticket, and opened by the agent', async () => {
  const t = textsOf('zh-CN', 'portal');
  const common = textsOf('zh-CN', 'common');
  const person = await Person.at('/tickets', 'wang.fang', own, { size: 'phone', language: 'zh-CN' });
  const { page } = person;
  await page.locator('.ticket-row').first().waitFor();
  await fillTicket(page, t, '有附件的工单');
  const form = page.getByRole('dialog');
  await form.locator('input[type=file]').setInputFiles([{ name: '日志.txt', mimeType: 'text/plain', buffer: Buffer.from('E-204\n'.repeat(200)) }, { name: 'run.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ') }]);
  await form.getByRole('button', { name: '日志.txt', exact: true }).waitFor();
  await form.getByText(common('attachments.kind')).waitFor();
  const found = await person.inspect('story-attachments');
  await form.getByRole('button', { name: common('attachments.removeOf', { name: 'run.exe' }) }).click();
  await sendTicket(page, t);
  await page.locator('.attachments').getByRole('button', { name: '日志.txt', exact: true }).waitFor();
  found.push(...(await person.inspect('story-attached')));

  const agent = await Person.at(new URL(page.url()).pathname, 'he.yu', own, { size: 'desktop', language: 'zh-CN' });
  const download = agent.page.waitForEvent('download');
  await agent.page.locator('.attachments').getByRole('button', { name: '日志.txt', exact: true }).click();
  expect((await download).suggestedFilename()).toBe('日志.txt');
  await agent.page.locator('.attachments input[type=file]').setInputFiles([{ name: '内部.md', mimeType: 'text/markdown', buffer: Buffer.from('# 仅内部') }]);
  await agent.page.locator('.attachments').getByText(common('attachments.internal'), { exact: true }).waitFor();
  found.push(...(await agent.inspect('console-desk-attachments')));
  await page.reload();
  await page.locator('.attachments').getByRole('button', { name: '日志.txt', exact: true }).waitFor();
  expect(await page.getByText('内部.md').count()).toBe(0);
  expect(found).toEqual([]);
  expect(person.complaints).toEqual([]);
  expect(agent.complaints).toEqual([]);
  await Promise.all([person.leave(), agent.leave()]);
});

// S000-10, S001-4, S001-5: by keyboard alone, and only with more than one identity.
it('identities are switched without a pointer, and everything is read anew', async () => {
  const t = textsOf('zh-CN', 'portal');
  const zhou = await own.system.as('zhou.min');
  const organisations = (await zhou.get('/api/organisations')).items as { organisation_id: string; name: string }[];
  const hospital = organisations.find(({ name }) => name === '青山医院')?.organisation_id;
  const contact = await zhou.post('/api/contacts', { organisation_id: hospital, name: '王芳', mobile: '13900000001', language: 'zh-CN' });
  const offered = await zhou.post(`/api/contacts/${contact.contact_id as string}/account`);
  const wang = await own.system.as('wang.fang');
  await wang.post(`/api/me/offers/${offered.identity_id as string}/accept`);

  const person = await Person.at('/tickets', 'wang.fang', own, { size: 'phone', language: 'zh-CN' });
  const { page } = person;
  await page.locator('.ticket-row').first().waitFor();
  await page.locator('.identity-switch').focus();
  await page.keyboard.press('Enter');
  const other = page.locator('.ant-dropdown-menu-item:not(.ant-dropdown-menu-item-selected)').first();
  await other.waitFor();
  // The menu takes the focus; the arrows go through it.
  for (let presses = 0; presses < 4 && !(await other.evaluate((item) => item.classList.contains('ant-dropdown-menu-item-active'))); presses += 1) {
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
  await page.getByText(t('account.switched', { name: '' })).waitFor();
  await page.goto('/tickets');
  await page.getByText(t('tickets.none')).waitFor();
  expect(await page.locator('.ticket-row').count()).toBe(0);
  await person.leave();

  const single = await Person.at('/', 'tom.reed', own, { size: 'phone', language: 'en' });
  await single.page.locator('.avatar-button').waitFor();
  expect(await single.page.locator('.identity-switch').count()).toBe(0);
  await single.leave();
});
