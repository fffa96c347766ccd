/** The desk without a pointer: the list, the ticket beside it, and finding (ET-2, F36). */
import { expect, it } from 'vitest';

import { type Look, Person } from './browser.ts';
import { type Api, open } from './system.ts';
import { textsOf } from './texts.ts';

const own = open();

const DESKTOP: Look = { size: 'desktop', language: 'zh-CN' };
const t = textsOf('zh-CN', 'console');

/** Submits tickets to the queue that 何雨 serves. */
async function submit(wang: Api, titles: string[], description = '面板显示 E-204。'): Promise<string[]> {
  const queues = (await wang.get('/api/queues')).items as { queue_id: string; name: string }[];
  const queue_id = queues.find(({ name }) => name === '售后服务')?.queue_id;
  const made: string[] = [];
  for (const title of titles) made.push((await wang.post('/api/tickets', { title, description, queue_id, reply_method: 'portal' })).ticket_id as string);
  return made;
}

it('a queue is worked through by keys alone', async () => {
  const wang = await own.system.as('wang.fang');
  await submit(wang, Array.from({ length: 22 }, (_, number) => `排队的工单 ${String(number + 1)}`));
  const agent = await Person.at('/console/tickets', 'he.yu', own, DESKTOP);
  const { page } = agent;
  // Nothing that is refused is asked for.
  const refused: string[] = [];
  page.on('response', (response) => {
    if (response.status() >= 400) refused.push(response.url());
  });
  const rows = page.locator('.lane-row');
  await rows.first().waitFor();
  // What one is told at the first time is read.
  await page.getByRole('button', { name: textsOf('zh-CN', 'common')('hints.dismiss') }).click();
  const waiting = ((await (await own.system.as('he.yu')).get('/api/queues')).items as { mine: boolean; waiting: { all: number } }[]).filter(({ mine }) => mine).reduce((sum, queue) => sum + queue.waiting.all, 0);
  expect(waiting).toBeGreaterThan(20);
  await page.locator('.lane-count', { hasText: t('desk.waitingCount', { count: waiting }) }).waitFor();
  await page.waitForFunction((count) => document.title.startsWith(`(${String(count)}) `), waiting);
  const height = page.viewportSize()?.height ?? 0;
  const shown = await rows.evaluateAll((all, bottom) => all.filter((row) => row.getBoundingClientRect().bottom <= bottom).length, height);
  expect(shown).toBeGreaterThanOrEqual(16);

  const focused = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.row);
  const ids = await page.locator('a[data-row]').evaluateAll((all) => all.map((row) => (row as HTMLElement).dataset.row));
  for (const key of ['j', 'j', 'k']) await page.keyboard.press(key);
  expect(await focused()).toBe(ids[0]);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/${String(ids[0])}`);
  await page.locator('.desk-ticket h1').waitFor();
  await page.keyboard.press('j');
  await page.waitForURL(`**/${String(ids[1])}`);
  await page.locator('.desk-ticket').getByRole('heading', { level: 1, name: (await page.locator('a[data-row]').nth(1).textContent()) ?? '' }).waitFor();
  await page.locator('.desk-ticket').getByRole('button', { name: t('desk.accept'), exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.locator('.desk-ticket .state-in_progress').waitFor();
  await page.locator('.composer textarea').focus();
  // Letters are letters where somebody writes.
  await page.keyboard.type('jk? 已更换网卡，见 https://example.com/k17。');
  expect(new URL(page.url()).pathname).toContain(String(ids[1]));
  await page.keyboard.press('Control+Enter');
  await page.locator('.talk').getByRole('link', { name: 'https://example.com/k17' }).waitFor();
  await page.locator('.composer textarea').fill('已解决。');
  await page.locator('.composer button:not([disabled])', { hasText: t('desk.sendAndComplete') }).waitFor();
  await page.getByRole('button', { name: t('desk.sendAndComplete') }).focus();
  await page.keyboard.press('Enter');
  await page.locator('.desk-ticket .state-completed').waitFor();
  await page.locator('.talk').getByText('已解决。').waitFor();
  const found = await agent.inspect('console-desk-split');

  await page.locator('.desk-ticket .back').focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/console/tickets');
  expect([found, refused, agent.complaints]).toEqual([[], [], []]);
  await agent.leave();
});

it('the list keeps its filters beside the ticket, and has them again after it', async () => {
  const wang = await own.system.as('wang.fang');
  await submit(wang, ['过滤得到的工单', '也过滤得到的工单'], '请看附件说明');
  const agent = await Person.at(`/console/tickets?view=queues&q=${encodeURIComponent('过滤得到')}`, 'he.yu', own, DESKTOP);
  const { page } = agent;
  const rows = page.locator('a[data-row]');
  await rows.first().click();
  await page.waitForURL(/tkt_.*view=queues&q=/);
  expect(await rows.count()).toBe(2);
  // The text of the customer is quoted below what is written.
  await page.locator('.desk-ticket').getByRole('button', { name: t('desk.accept'), exact: true }).click();
  await page.locator('.desk-ticket .state-in_progress').waitFor();
  await page.locator('.composer textarea').fill('您好。');
  await page.getByRole('button', { name: t('desk.quoteOf', { name: '王芳' }) }).first().click();
  expect(await page.locator('.composer textarea').inputValue()).toBe('您好。\n\n> 请看附件说明\n');

  // Another ticket is another page, also where both are there at once: what was begun on the one stays there.
  const go = async (key: 'j' | 'k', row: number) => {
    await page.locator('.desk-ticket .back').focus();
    await page.keyboard.press(key);
    await page.locator('.desk-ticket').getByRole('heading', { level: 1, name: (await rows.nth(row).textContent()) ?? '', exact: true }).waitFor();
  };
  await go('j', 1);
  await page.locator('.desk-ticket').getByRole('button', { name: t('desk.accept'), exact: true }).click();
  await page.locator('.desk-ticket .state-in_progress').waitFor();
  expect(await page.locator('.composer textarea').inputValue()).toBe('');
  await go('k', 0);
  expect(await page.locator('.composer textarea').inputValue()).toBe('您好。\n\n> 请看附件说明\n');
  await go('j', 1);
  expect(await page.locator('.composer textarea').inputValue()).toBe('');
  await page.locator('.desk-ticket .back').click();
  await page.waitForURL((url) => url.pathname === '/console/tickets' && url.searchParams.get('q') === '过滤得到');
  await agent.leave();
});

it('finds tickets by number, shows all on Enter, and asks when the typing has come to rest', async () => {
  const wang = await own.system.as('wang.fang');
  const [id] = await submit(wang, ['找得到的工单']);
  const { number } = (await wang.get(`/api/tickets/${String(id)}`)) as { number: string };
  const agent = await Person.at('/console/customers', 'he.yu', own, DESKTOP);
  const { page } = agent;
  await agent.settled();
  let asked = 0;
  page.on('request', (request) => {
    if (request.url().includes('/api/find?')) asked += 1;
  });
  await page.keyboard.press('/');
  await page.keyboard.type(number, { delay: 20 });
  const row = page.locator('.finder-row', { hasText: '找得到的工单' });
  await row.waitFor();
  expect(asked).toBe(1);
  const field = page.getByRole('combobox', { name: t('search.label') });
  expect(await field.getAttribute('aria-activedescendant')).toBeNull();
  const found = await agent.inspect('console-search');
  await page.keyboard.press('ArrowDown');
  expect(await field.getAttribute('aria-activedescendant')).toBe(await row.getAttribute('id'));
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/${String(id)}`);

  await page.locator('.desk-ticket h1').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type(number);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.searchParams.get('q') === number);

  await page.keyboard.press('Control+k');
  const palette = page.locator('.palette');
  await palette.locator('.finder-row').first().waitFor();
  found.push(...(await agent.inspect('console-palette')));
  await page.keyboard.type(t('nav.own'));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/console/own/tickets');
  await page.keyboard.press('?');
  await page.locator('.keys').waitFor();
  found.push(...(await agent.inspect('console-keys')));
  await page.keyboard.press('Escape');
  await page.locator('.keys').waitFor({ state: 'hidden' });
  expect([found, agent.complaints]).toEqual([[], []]);
  await agent.leave();
});

it('what opened a dialog has the focus again when it is closed', async () => {
  const wang = await own.system.as('wang.fang');
  const [id] = await submit(wang, ['转交的工单']);
  const agent = await Person.at(`/console/tickets/${String(id)}`, 'he.yu', own, DESKTOP);
  const { page } = agent;
  const button = page.getByRole('button', { name: t('desk.transfer'), exact: true });
  await button.click();
  await page.locator('[role=dialog]:visible').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('[role=dialog]:visible').waitFor({ state: 'hidden' });
  await page.waitForFunction((name) => document.activeElement?.textContent === name, t('desk.transfer'));
  await agent.leave();
});
