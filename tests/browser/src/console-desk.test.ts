import { describe, expect, it } from 'vitest';

import { type Look, Person } from './browser.ts';
import { type Api, open } from './system.ts';
import { textsOf } from './texts.ts';

const own = open();

const DESKTOP: Look = { size: 'desktop', language: 'zh-CN' };

const t = textsOf('zh-CN', 'console');
const portal = textsOf('zh-CN', 'portal');

/** Submits a ticket, to the queue that 何雨 serves if no other is named. */
async function submit(who: Api, title: string, queue = '售后服务'): Promise<string> {
  const queues = (await who.get('/api/queues')).items as { queue_id: string; name: string }[];
  const queue_id = queues.find(({ name }) => name === queue)?.queue_id;
  return (await who.post('/api/tickets', { title, description: '面板显示 E-204。', queue_id, reply_method: 'portal' })).ticket_id as string;
}

describe('the desk', () => {
  // S001-10, S001-19, S001-20, ET-2, ET-9: from the queue to the completion; what is noted stays inside
  it('takes a ticket on, speaks with the customer, notes for colleagues, and completes it', async () => {
    const customer = await own.system.as('wang.fang');
    const agent = await Person.at('/console/tickets', 'he.yu', own, DESKTOP);
    const { page } = agent;
    const first = page.locator('.lane-row', { hasText: '打印机无法联网' });
    await first.waitFor();
    // The queue of others is not shown.
    expect(await page.locator('.lane').count()).toBe(1);
    const found = await agent.inspect('console-desk-waiting');
    await first.getByRole('button').click();
    await page.waitForURL('**/console/tickets/tkt_*');
    const ticket = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await page.locator('.page-head .state-in_progress').waitFor();

    const say = async (mode: string, text: string, send: string) => {
      await page.locator('.composer .ant-segmented-item', { hasText: mode }).click();
      await page.locator('.composer textarea').fill(text);
      await page.getByRole('button', { name: send, exact: true }).click();
      await page.locator('.talk').getByText(text).waitFor();
    };
    await say('内部备注', '客户是重点客户，今天之内处理', '保存备注');
    await say('回复客户', '您好，已收到，正在排查。', '发送回复');
    await say('请客户补充', '请问路由器的型号是什么？', '发送提问');
    await page.locator('.page-head .state-awaiting_customer').waitFor();
    await customer.post(`/api/tickets/${ticket}/answers`, { text: '型号是 K-17。' });
    await page.reload();
    await page.locator('.talk').getByText('型号是 K-17。').waitFor();
    found.push(...(await agent.inspect('console-desk-ticket')));
    const seen = JSON.stringify(await customer.get(`/api/tickets/${ticket}/timeline`));
    expect(seen).not.toContain('重点客户');

    await page.getByRole('button', { name: '完成工单', exact: true }).click();
    const dialog = page.locator('[role=dialog]:visible');
    await dialog.getByRole('button', { name: '完成工单', exact: true }).click();
    await dialog.getByText('请填写处理回复').waitFor();
    await dialog.getByLabel('处理回复').fill('已更换网卡并更新固件。');
    await dialog.getByLabel('受理信息').fill('现场工程师：何雨');
    found.push(...(await agent.inspect('console-dialog-complete')));
    await dialog.getByRole('button', { name: '完成工单', exact: true }).click();
    await page.locator('.page-head .state-completed').waitFor();
    await page.locator('.talk').getByText('现场工程师：何雨').waitFor();
    await page.goto('/console/tickets?view=mine');
    await page.locator('.grid').getByText('打印机无法联网').waitFor();
    found.push(...(await agent.inspect('console-desk-mine')));
    expect(found).toEqual([]);
    expect(agent.complaints).toEqual([]);
    await agent.leave();
  });
});

describe('an urgent ticket', () => {
  // S001-18: with a reason, by whom the queue has; what is behind it is told why, and it can be taken back
  it('goes ahead, and the customers see why', async () => {
    const [wang, he] = await Promise.all([own.system.as('wang.fang'), own.system.as('he.yu')]);
    // The range is known when some were accepted.
    for (let number = 1; number <= 6; number += 1) await he.post(`/api/tickets/${await submit(wang, `已受理 ${String(number)}`)}/accept`);
    const first = await submit(wang, '先提交的工单');
    const second = await submit(wang, '产线停了');

    const before = await Person.at(`/tickets/${first}`, wang, own, { size: 'phone', language: 'zh-CN' });
    await before.page.locator('.queue-expected').waitFor();
    const marked = await Person.at(`/tickets/${second}`, wang, own, DESKTOP);
    const place = Number(await marked.page.locator('.queue .figure').first().textContent());
    expect(place).toBeGreaterThan(1);

    const agent = await Person.at(`/console/tickets/${second}`, he, own, DESKTOP);
    const { page } = agent;
    await page.getByRole('button', { name: t('desk.mark'), exact: true }).click();
    const dialog = page.locator('[role=dialog]:visible');
    await dialog.getByRole('button', { name: t('desk.mark'), exact: true }).click();
    await dialog.getByText(t('desk.reasonNeeded')).waitFor();
    await dialog.getByLabel(t('desk.reason')).fill('整条产线停工');
    const found = await agent.inspect('console-dialog-urgent');
    await dialog.getByRole('button', { name: t('desk.mark'), exact: true }).click();
    await page.locator('.page-head .urgent').waitFor();
    await page.getByText('整条产线停工').waitFor();
    await page.goto('/console/tickets');
    await page.locator('.lane-row').first().getByText('产线停了').waitFor();
    await page.locator('.lane-row').first().getByText(t('desk.urgent'), { exact: true }).waitFor();
    found.push(...(await agent.inspect('console-desk-urgent')));

    await marked.page.locator('.queue-urgent').getByText(portal('queue.urgentLane')).waitFor();
    await marked.page.getByText(portal('queue.becameUrgent')).waitFor();
    expect(await marked.page.locator('.queue .figure').first().textContent()).toBe('1');
    await before.page.locator('.queue-said', { hasText: portal('queue.why_urgent', { count: 1 }) }).getByText(portal('queue.back', { count: 1 })).waitFor();
    // Why it is urgent is for staff.
    expect(await marked.page.getByText('整条产线停工').count()).toBe(0);
    found.push(...(await marked.inspect('queue-urgent')), ...(await before.inspect('queue-behind-urgent')));

    await page.goto(`/console/tickets/${second}`);
    await page.getByRole('button', { name: t('desk.unmark'), exact: true }).click();
    await page.locator('.page-head .urgent').waitFor({ state: 'detached' });
    await marked.page.getByText(portal('queue.becameNormal')).waitFor();

    // An administrator sees a ticket of a queue that he does not serve; what is urgent there is not for him to say.
    const elsewhere = await submit(wang, '账单有误', '账单咨询');
    const chen = await Person.at(`/console/tickets/${elsewhere}`, 'chen.jing', own, DESKTOP);
    await chen.page.getByRole('button', { name: t('desk.transfer'), exact: true }).waitFor();
    for (const step of ['desk.mark', 'desk.accept']) expect(await chen.page.getByRole('button', { name: t(step), exact: true }).count()).toBe(0);
    expect(found).toEqual([]);
    for (const person of [before, marked, agent, chen]) {
      expect(person.complaints).toEqual([]);
      await person.leave();
    }
  });
});

describe('what staff submit themselves', () => {
  // ET-4: as a customer does; a colleague works on it
  it.each([DESKTOP, { size: 'phone', language: 'en' }] as Look[])('goes from the form to the rating, $size $language', async (look) => {
    const [say, desk, words] = [textsOf(look.language, 'portal'), textsOf(look.language, 'console'), textsOf(look.language, 'common')];
    const title = `换一台显示器 ${look.size}`;
    const he = await own.system.as('he.yu');
    const lin = await Person.at('/console/own/tickets', 'lin.yue', own, look);
    const { page } = lin;
    await page.locator('.page-head').getByRole('button', { name: say('newTicket') }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('button', { name: say('new.submit') }).click();
    await form.getByText(say('new.titleNeeded')).waitFor();
    expect(await form.getByRole('button', { name: say('new.save') }).count()).toBe(0);
    await form.getByLabel(say('new.queue')).click();
    await page.locator('.ant-select-item-option').filter({ hasText: '售后服务' }).click();
    await form.getByLabel(say('new.title'), { exact: true }).fill(title);
    await form.getByLabel(say('new.description')).fill('旧的有条纹。');
    await form.getByRole('button', { name: say('new.submit') }).click();
    await page.waitForURL(/\/console\/own\/tickets\/tkt_/);
    const ticket = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await page.locator('.queue .figure').first().waitFor();
    await page.getByRole('button', { name: say('ticket.urge'), exact: true }).click();
    await page.locator('.ticket-urged').waitFor();
    await page.locator('.attachments input[type=file]').setInputFiles([{ name: '照片.txt', mimeType: 'text/plain', buffer: Buffer.from('条纹') }]);
    await page.locator('.attachments').getByRole('button', { name: '照片.txt', exact: true }).waitFor();
    const found = await lin.inspect('console-own-waiting');

    await he.post(`/api/tickets/${ticket}/accept`);
    await he.post(`/api/tickets/${ticket}/questions`, { text: '多大的？' });
    // The links of messages lead to the portal's path: he finds his ticket.
    await page.goto(`/tickets/${ticket}`);
    await page.waitForURL(`**/console/own/tickets/${ticket}`);
    await page.getByLabel(say('ticket.answer')).fill('27 寸。');
    await page.getByRole('button', { name: say('ticket.send'), exact: true }).click();
    await page.locator('.talk').getByText('27 寸。').waitFor();
    await he.post(`/api/tickets/${ticket}/complete`, { handling_reply: '已更换。' });
    await page.reload();
    await page.getByRole('radio', { name: words('stars', { count: 5 }) }).check();
    await page.getByRole('button', { name: say('rating.send') }).click();
    await page.getByRole('heading', { name: say('rating.given') }).waitFor();
    found.push(...(await lin.inspect('console-own-rated')));

    // Another is withdrawn; the list has both, and the search one.
    const other = await submit(await own.system.as('lin.yue'), `不需要了 ${look.size}`);
    await page.goto(`/console/own/tickets/${other}`);
    await page.getByRole('button', { name: say('ticket.withdraw') }).click();
    await page.locator('[role=dialog]:visible').getByRole('button', { name: say('ticket.withdraw') }).click();
    await page.locator('.page-head .state-withdrawn').waitFor();
    await page.getByRole('link', { name: desk('nav.own') }).first().click();
    await page.locator('.ticket-row', { hasText: title }).waitFor();
    await page.locator('.ticket-row', { hasText: `不需要了 ${look.size}` }).waitFor();
    await page.getByRole('searchbox', { name: say('tickets.search') }).fill(title);
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=/);
    // The rows of before stay until those that were found are there.
    await page.locator('.ticket-row', { hasText: `不需要了 ${look.size}` }).waitFor({ state: 'detached' });
    expect(await page.locator('.ticket-row').count()).toBe(1);
    expect(found).toEqual([]);
    expect(lin.complaints).toEqual([]);
    await lin.leave();
  });
});
