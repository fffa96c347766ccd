/** Nothing typed is lost: by typing, and then everything that could take it (F36). */
import type { Page, Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';

import { type Look, Person, SIZES } from './browser.ts';
import { type Api, open, PASSWORD } from './system.ts';
import { textsOf } from './texts.ts';

const own = open();

const DESKTOP: Look = { size: 'desktop', language: 'zh-CN' };
const PHONE: Look = { size: 'phone', language: 'en', theme: 'dark' };

const desk = textsOf('zh-CN', 'console');
const common = textsOf('zh-CN', 'common');

/** A ticket of 王芳 that 何雨 has. */
async function accepted(title: string): Promise<{ ticket: string; wang: Api; he: Api }> {
  const [wang, he] = await Promise.all([own.system.as('wang.fang'), own.system.as('he.yu')]);
  const queues = (await wang.get('/api/queues')).items as { queue_id: string; name: string }[];
  const queue_id = queues.find(({ name }) => name === '售后服务')?.queue_id;
  const ticket = (await wang.post('/api/tickets', { title, description: '面板显示 E-204。', queue_id, reply_method: 'portal' })).ticket_id as string;
  await he.post(`/api/tickets/${ticket}/accept`);
  return { ticket, wang, he };
}

const box = (page: Page) => page.locator('.composer textarea');
const mode = (page: Page, name: 'reply' | 'ask' | 'note') => page.locator('.composer .ant-segmented-item', { hasText: desk(`desk.modes.${name}`) }).click();

/** The session ends while what is sent is on its way: a page that looked before would have no button any more. */
async function endWith(page: Page, sent: string, session: Api): Promise<void> {
  const end = async (route: Route) => {
    await session.delete('/api/sessions/current');
    await route.continue();
  };
  await page.route(sent, end, { times: 1 });
}

describe('what an agent writes', () => {
  it('outlives the customer, the other modes, other pages and a reload; when it is sent it is gone', async () => {
    const { ticket, wang } = await accepted('草稿');
    const agent = await Person.at(`/console/tickets/${ticket}`, 'he.yu', own, DESKTOP);
    const { page } = agent;
    await mode(page, 'ask');
    await box(page).fill('请问型号是什么？');
    await page.getByRole('button', { name: desk('desk.send.ask'), exact: true }).click();
    await page.locator('.page-head .state-awaiting_customer').waitFor();

    await mode(page, 'reply');
    await box(page).fill('写了一半的回复');
    await mode(page, 'note');
    expect(await box(page).inputValue()).toBe('');
    await box(page).fill('写了一半的备注');
    await mode(page, 'reply');
    expect(await box(page).inputValue()).toBe('写了一半的回复');

    // The customer's answer changes the ticket's state, which the page sees by itself.
    await wang.post(`/api/tickets/${ticket}/answers`, { text: '型号是 K-17。' });
    await page.locator('.page-head .state-in_progress').waitFor();
    expect(await box(page).inputValue()).toBe('写了一半的回复');

    // A look at the ticket that fails in passing, with both of its retries, takes nothing away.
    let failed = 0;
    await page.route(`**/api/tickets/${ticket}`, (route) => {
      failed += 1;
      return route.abort();
    });
    await expect.poll(() => failed, { timeout: 120_000 }).toBe(3);
    await agent.settled();
    expect(await box(page).inputValue()).toBe('写了一半的回复');
    await page.unroute(`**/api/tickets/${ticket}`);

    await page.locator('.side-nav').getByRole('link', { name: desk('nav.customers') }).click();
    await page.waitForURL('**/console/customers');
    await page.goBack();
    await box(page).waitFor();
    expect(await box(page).inputValue()).toBe('写了一半的回复');
    await page.reload();
    await box(page).waitFor();
    expect(await box(page).inputValue()).toBe('写了一半的回复');

    await page.keyboard.press('Tab');
    await box(page).press('Control+Enter');
    await page.locator('.talk').getByText('写了一半的回复').waitFor();
    await expect.poll(() => box(page).inputValue()).toBe('');
    await page.reload();
    await box(page).waitFor();
    // It opens on what is still there.
    expect(await box(page).inputValue()).toBe('写了一半的备注');
    expect(agent.complaints).toEqual([]);
    await agent.leave();
  });

  it('is shown to him where it can no longer be sent, and to no other identity of the device', async () => {
    const { ticket, he } = await accepted('转走的工单');
    const agent = await Person.at(`/console/tickets/${ticket}`, he, own, DESKTOP);
    const { page } = agent;
    await box(page).fill('还没发出的回复');
    const staff = (await he.get('/api/staff')).items as { identity_id: string; name: string }[];
    await he.post(`/api/tickets/${ticket}/transfer`, { agent: staff.find(({ name }) => name === '陈静')?.identity_id, reason: '请管理员处理' });
    await page.reload();
    const left = page.locator('.composer-left');
    await left.getByText('还没发出的回复').waitFor();
    const found = await agent.inspect('console-desk-left-text');

    await agent.signIn(await own.system.as('chen.jing'));
    await page.reload();
    await box(page).waitFor();
    await agent.settled();
    expect([await page.getByText('还没发出的回复').count(), await box(page).inputValue()]).toEqual([0, '']);

    await agent.signIn(he);
    await page.reload();
    await left.getByRole('button', { name: desk('desk.dropText') }).click();
    await left.waitFor({ state: 'detached' });
    await page.reload();
    await page.locator('.composer').waitFor();
    expect(await left.count()).toBe(0);
    expect(found).toEqual([]);
    await agent.leave();
  });

  it('in a dialog is asked about before it closes, and is there after a session that ended', async () => {
    const { ticket } = await accepted('要完成的工单');
    const he = await own.system.as('he.yu');
    const agent = await Person.at(`/console/tickets/${ticket}`, he, own, DESKTOP);
    const { page } = agent;
    const dialog = page.locator('[role=dialog]:visible');
    const complete = () => page.locator('.page-head').getByRole('button', { name: desk('desk.complete'), exact: true }).click();
    await complete();
    await dialog.getByLabel(desk('desk.handlingReply')).fill('已更换网卡。');
    // A click beside it, and Escape.
    await page.mouse.click(5, 400);
    await dialog.getByText(common('discard.sure')).waitFor();
    const found = await agent.inspect('console-dialog-discard');
    // A narrower window has no room for the list; the dialog over it stays.
    await page.setViewportSize({ width: 1100, height: 900 });
    await page.locator('.desk-list').waitFor({ state: 'detached' });
    await page.setViewportSize(SIZES.desktop);
    await page.locator('.desk-list').waitFor({ state: 'attached' });
    await dialog.getByRole('button', { name: common('discard.no') }).click();
    await page.keyboard.press('Escape');
    await dialog.getByText(common('discard.sure')).waitFor();
    await page.keyboard.press('Escape');
    expect(await dialog.getByLabel(desk('desk.handlingReply')).inputValue()).toBe('已更换网卡。');

    await endWith(page, '**/complete', he);
    await dialog.getByRole('button', { name: desk('desk.complete'), exact: true }).click();
    await page.waitForURL('**/login');
    await agent.logIn('he.yu', PASSWORD);
    await page.waitForURL(`**/console/tickets/${ticket}`);
    await complete();
    expect(await dialog.getByLabel(desk('desk.handlingReply')).inputValue()).toBe('已更换网卡。');
    await page.keyboard.press('Escape');
    await dialog.getByRole('button', { name: common('discard.yes') }).click();
    await dialog.waitFor({ state: 'hidden' });
    await complete();
    expect(await dialog.getByLabel(desk('desk.handlingReply')).inputValue()).toBe('');
    // Without a text there is nothing to ask.
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(found).toEqual([]);
    expect(agent.complaints).toEqual([]);
    await agent.leave();
  });
});

describe('what a customer writes', () => {
  it('outlives a session that ended before it was sent', async () => {
    const t = textsOf('en', 'portal');
    const { ticket, wang } = await accepted('会话结束');
    const customer = await Person.at(`/tickets/${ticket}`, wang, own, PHONE);
    const { page } = customer;
    await page.getByLabel(t('ticket.add')).fill('合同编号 HT-9。');
    await endWith(page, '**/answers', wang);
    await page.getByRole('button', { name: t('ticket.send'), exact: true }).click();
    await page.locator('input[autocomplete=username]').waitFor();
    await customer.logIn('wang.fang', PASSWORD);
    await page.waitForURL(`**/tickets/${ticket}`);
    await page.getByLabel(t('ticket.add')).waitFor();
    expect(await page.getByLabel(t('ticket.add')).inputValue()).toBe('合同编号 HT-9。');
    await page.getByRole('button', { name: t('ticket.send'), exact: true }).click();
    await page.locator('.talk').getByText('合同编号 HT-9。').waitFor();
    await page.reload();
    await page.getByLabel(t('ticket.add')).waitFor();
    expect(await page.getByLabel(t('ticket.add')).inputValue()).toBe('');
    await customer.leave();
  });

  it('as a new ticket with a file is there when the form is opened again, file and all', async () => {
    const t = textsOf('en', 'portal');
    const customer = await Person.at('/tickets', 'wang.fang', own, PHONE);
    const { page } = customer;
    await page.locator('.ticket-row').first().waitFor();
    const form = page.getByRole('dialog');
    const openForm = () => page.locator('.portal-new').click();
    await openForm();
    await form.getByLabel(t('new.title'), { exact: true }).fill('带附件的工单');
    await form.locator('input[type=file]').setInputFiles([{ name: '日志.txt', mimeType: 'text/plain', buffer: Buffer.from('E-204') }]);
    await form.getByRole('button', { name: '日志.txt', exact: true }).waitFor();
    await form.getByLabel(t('new.description')).fill('附件里有日志。');
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'hidden' });
    const isThere = async () => {
      await openForm();
      await form.getByRole('button', { name: '日志.txt', exact: true }).waitFor();
      expect([await form.getByLabel(t('new.title'), { exact: true }).inputValue(), await form.getByLabel(t('new.description')).inputValue()]).toEqual(['带附件的工单', '附件里有日志。']);
    };
    await isThere();
    await page.reload();
    await page.locator('.ticket-row').first().waitFor();
    await isThere();
    await form.getByLabel(t('new.queue')).click();
    await page.locator('.ant-select-item-option').filter({ hasText: '售后服务' }).click();
    await form.getByRole('button', { name: t('new.submit') }).click();
    await page.waitForURL(/\/tickets\/tkt_/);
    await page.locator('.attachments').getByRole('button', { name: '日志.txt', exact: true }).waitFor();
    await openForm();
    expect(await form.getByLabel(t('new.title'), { exact: true }).inputValue()).toBe('');
    expect(customer.complaints).toEqual([]);
    await customer.leave();
  });
});
