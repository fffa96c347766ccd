/** Work that is done with several tickets at once, from the palette, and with pictures (ET-2, ET-9, F37). */
import { expect, it } from 'vitest';

import { type Look, Person } from './browser.ts';
import { type Api, open } from './system.ts';
import { textsOf } from './texts.ts';

const own = open();

const DESKTOP: Look = { size: 'desktop', language: 'zh-CN' };
const PHONE: Look = { size: 'phone', language: 'en', theme: 'dark' };
const t = textsOf('zh-CN', 'console');

/** One white pixel. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

/** Submits tickets to the queue that 何雨 serves. */
async function submit(wang: Api, titles: string[]): Promise<string[]> {
  const queues = (await wang.get('/api/queues')).items as { queue_id: string; name: string }[];
  const queue_id = queues.find(({ name }) => name === '售后服务')?.queue_id;
  const made: string[] = [];
  for (const title of titles) made.push((await wang.post('/api/tickets', { title, description: '请尽快处理。', queue_id, reply_method: 'portal' })).ticket_id as string);
  return made;
}

// ET-2: one refusal is said for what it is, and stops no other
it('several tickets are accepted, given away and completed at once, with what became of each', async () => {
  const [wang, he] = [await own.system.as('wang.fang'), await own.system.as('he.yu')];
  const titles = ['一起受理 甲', '一起受理 乙', '一起受理 丙'];
  const ids = await submit(wang, titles);
  const agent = await Person.at('/console/tickets', he, own, DESKTOP);
  const { page } = agent;
  const bar = page.locator('.bulk');
  const dialog = page.locator('[role=dialog]:visible');
  const pick = (title: string) => page.getByRole('checkbox', { name: t('desk.bulk.choose', { title }) });
  await page.locator('.lane-row', { hasText: titles[0] }).getByRole('link').focus();
  await page.keyboard.press('x');
  await bar.getByText(t('desk.bulk.chosen', { count: 1 })).waitFor();
  expect(await pick(titles[0] ?? '').isChecked()).toBe(true);
  for (const title of titles.slice(1)) await pick(title).check();
  await bar.getByText(t('desk.bulk.chosen', { count: 3 })).waitFor();
  const found = await agent.inspect('console-bulk');
  await wang.post(`/api/tickets/${String(ids[1])}/withdraw`);
  await bar.getByRole('button', { name: t('desk.accept'), exact: true }).click();
  await dialog.getByText(t('desk.bulk.results', { done: 2, all: 3 })).waitFor();
  expect(await dialog.locator('.bulk-refused').allInnerTexts()).toHaveLength(1);
  await dialog.locator('.bulk-refused', { hasText: titles[1] }).waitFor();
  found.push(...(await agent.inspect('console-bulk-results')));
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  // What was refused is still chosen, and let go by a key.
  await bar.getByText(t('desk.bulk.chosen', { count: 1 })).waitFor();
  await bar.getByRole('button', { name: t('desk.bulk.stop') }).click();
  await bar.waitFor({ state: 'detached' });
  const state = async (id?: string) => (await he.get(`/api/tickets/${String(id)}`)).state;
  expect([await state(ids[0]), await state(ids[1]), await state(ids[2])]).toEqual(['in_progress', 'withdrawn', 'in_progress']);

  await page.goto('/console/tickets?view=mine');
  await page.getByRole('button', { name: t('desk.bulk.start') }).click();
  await pick('一起受理 甲').check();
  await bar.getByRole('button', { name: t('desk.complete'), exact: true }).click();
  await dialog.getByRole('button', { name: t('desk.complete'), exact: true }).click();
  await dialog.getByText(t('desk.replyNeeded')).waitFor();
  await dialog.getByLabel(t('desk.handlingReply')).fill('已统一处理。');
  found.push(...(await agent.inspect('console-bulk-complete')));
  await dialog.getByRole('button', { name: t('desk.complete'), exact: true }).click();
  await dialog.getByText(t('desk.bulk.results', { done: 1, all: 1 })).waitFor();
  await dialog.locator('.ant-modal-footer').getByRole('button').click();
  await bar.waitFor({ state: 'detached' });

  await page.getByRole('button', { name: t('desk.bulk.start') }).click();
  await pick('一起受理 丙').check();
  await bar.getByRole('button', { name: t('desk.transfer'), exact: true }).click();
  await dialog.getByText(t('desk.toQueue')).click();
  await dialog.getByRole('combobox', { name: t('desk.queue') }).click();
  await page.locator('.ant-select-item-option:visible', { hasText: '账单咨询' }).click();
  await dialog.getByLabel(t('desk.reason')).fill('属于账单');
  await dialog.getByRole('button', { name: t('desk.transfer'), exact: true }).click();
  await dialog.getByText(t('desk.bulk.results', { done: 1, all: 1 })).waitFor();
  expect([await state(ids[0]), (await wang.get(`/api/tickets/${String(ids[2])}`)).queue]).toMatchObject(['completed', { name: '账单咨询' }]);
  expect([found, agent.complaints]).toEqual([[], []]);
  await agent.leave();
});

it('several tickets are chosen on a phone too', async () => {
  const wang = await own.system.as('wang.fang');
  await submit(wang, ['Phone ticket']);
  const agent = await Person.at('/console/tickets', 'he.yu', own, PHONE);
  const say = textsOf('en', 'console');
  await agent.page.getByRole('button', { name: say('desk.bulk.start') }).click();
  await agent.page.getByRole('checkbox', { name: say('desk.bulk.choose', { title: 'Phone ticket' }) }).check();
  await agent.page.locator('.bulk').getByText(say('desk.bulk.chosen', { count: 1 })).waitFor();
  expect([await agent.inspect('console-bulk'), agent.complaints]).toEqual([[], []]);
  await agent.leave();
});

// F36: everything that can be done is in the palette, and what is done often has a key
it('what can be done is done from the palette and by keys', async () => {
  const [wang, he] = [await own.system.as('wang.fang'), await own.system.as('he.yu')];
  const [ticket] = await submit(wang, ['从面板受理']);
  const agent = await Person.at(`/console/tickets/${String(ticket)}`, he, own, DESKTOP);
  const { page } = agent;
  const dialog = page.locator('[role=dialog]:visible');
  await page.getByRole('heading', { level: 1, name: '从面板受理' }).waitFor();
  await page.keyboard.press('Control+k');
  await dialog.getByRole('combobox').fill(t('desk.accept'));
  await dialog.getByRole('option', { name: t('desk.accept') }).first().waitFor();
  const found = await agent.inspect('console-palette-commands');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('.desk-ticket .state-in_progress').waitFor();
  await dialog.waitFor({ state: 'detached' });
  await page.keyboard.press('n');
  const text = page.locator('.composer-note textarea');
  await text.waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
  // What is a key elsewhere is a letter here.
  await page.keyboard.type('c');
  expect(await text.inputValue()).toBe('c');
  await page.locator('.desk-ticket .back').focus();
  await page.keyboard.press('c');
  await dialog.getByText(t('desk.completeLead')).waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.keyboard.press('?');
  await dialog.getByText(t('keys.pick')).waitFor();
  found.push(...(await agent.inspect('console-keys')));
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  // A form has an address, so that the palette leads to it.
  await page.keyboard.press('Control+k');
  await dialog.getByRole('combobox').fill(t('parties.newContact'));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/console/contacts?new=1');
  await page.locator('.ant-drawer:visible').getByLabel(t('fields.person'), { exact: true }).waitFor();
  expect([found, agent.complaints]).toEqual([[], []]);
  await agent.leave();
});

// F37: a picture that is pasted or dropped is seen where it was said; into a note, by staff alone
it('a picture is pasted into a reply, and one into a note stays inside', async () => {
  const [wang, he] = [await own.system.as('wang.fang'), await own.system.as('he.yu')];
  const [ticket] = await submit(wang, ['截图说明']);
  await he.post(`/api/tickets/${String(ticket)}/accept`);
  const agent = await Person.at(`/console/tickets/${String(ticket)}`, he, own, DESKTOP);
  const { page } = agent;
  const give = (kind: 'paste' | 'drop', name: string) =>
    page.locator('.composer textarea').evaluate(
      (field, [how, file, bytes]) => {
        const data = new DataTransfer();
        data.items.add(new File([Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0))], file, { type: 'image/png' }));
        const event = how === 'paste' ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }) : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
        field.dispatchEvent(event);
      },
      [kind, name, PIXEL] as const,
    );
  await page.locator('.composer textarea').waitFor();
  await give('paste', '面板.png');
  const shown = page.locator('.talk .picture img');
  await shown.first().waitFor();
  await page.waitForFunction(() => document.querySelector<HTMLImageElement>('.talk .picture img')?.naturalWidth === 1);
  await page.keyboard.press('n');
  await page.locator('.composer-note textarea').waitFor();
  await give('drop', '内部.png');
  await page.locator('.talk-note .picture img').waitFor();
  const found = await agent.inspect('console-ticket-pictures');
  const seen = (await wang.get(`/api/tickets/${String(ticket)}`)).attachments as { name: string }[];
  expect(seen.map(({ name }) => name)).toEqual(['面板.png']);

  await page.locator('.composer .ant-segmented-item', { hasText: t('desk.modes.reply') }).click();
  await page.locator('.composer-reply textarea').fill('请问是这个面板吗？');
  await page.getByRole('button', { name: t('desk.sendAndWait') }).click();
  await page.locator('.desk-ticket .state-awaiting_customer').waitFor();
  await page.locator('.talk').getByText('请问是这个面板吗？').waitFor();
  expect([found, agent.complaints]).toEqual([[], []]);
  await agent.leave();
});

// Where there is no room for the list, the next is still the next of it
it('the next ticket is a step away on a phone', async () => {
  const [wang, he] = [await own.system.as('wang.fang'), await own.system.as('he.yu')];
  await submit(wang, ['Step one', 'Step two']);
  const say = textsOf('en', 'console');
  const agent = await Person.at('/console/tickets', he, own, PHONE);
  const { page } = agent;
  await page.locator('a[data-row]').nth(1).waitFor();
  const ids = await page.locator('a[data-row]').evaluateAll((all) => all.map((row) => (row as HTMLElement).dataset.row));
  await page.locator('a[data-row]').first().click();
  await page.waitForURL(`**/${String(ids[0])}*`);
  await page.getByRole('button', { name: say('desk.next'), exact: true }).click();
  await page.waitForURL(`**/${String(ids[1])}*`);
  await page.getByRole('button', { name: say('desk.previous'), exact: true }).click();
  await page.waitForURL(`**/${String(ids[0])}*`);
  expect([await agent.inspect('console-ticket-steps'), agent.complaints]).toEqual([[], []]);
  await agent.leave();
});
