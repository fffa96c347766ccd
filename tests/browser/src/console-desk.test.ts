import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Person, startBrowser } from './browser.ts';
import { PASSWORD, System } from './system.ts';

let system: System;
let browser: Browser;

beforeAll(async () => {
  [system, browser] = await Promise.all([System.start(), startBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

describe('the desk', () => {
  // S001-10, S001-19, S001-20, ET-2, ET-9: from the queue to the completion; what is noted stays inside
  it('takes a ticket on, speaks with the customer, notes for colleagues, and completes it', async () => {
    const customer = await system.as('wang.fang');
    const agent = await Person.arrive(browser, system.url, { size: 'desktop', language: 'zh-CN' });
    const { page } = agent;
    await page.goto('/console/tickets');
    await agent.logIn('he.yu', PASSWORD);
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
