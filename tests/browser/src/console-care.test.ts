/** What keeps administrators from mistakes: hours that are chosen, who is approved, whom there is already, and questions before what ends something. */
import { expect, it } from 'vitest';

import { type Look, Person } from './browser.ts';
import { open } from './system.ts';
import { textsOf } from './texts.ts';

const own = open();

const DESKTOP: Look = { size: 'desktop', language: 'zh-CN' };

// F32: a shift over midnight is chosen as one, in a time zone of a list
it.each([DESKTOP, { size: 'phone', language: 'en', theme: 'dark' } as Look])('hours are chosen, $size $language', async (look) => {
  const t = textsOf(look.language, 'console');
  const chen = await own.system.as('chen.jing');
  const admin = await Person.at('/console/queues', chen, own, look);
  const { page } = admin;
  await page.getByRole('button', { name: t('queues.new') }).click();
  const dialog = page.locator('[role=dialog]:visible');
  const name = `夜班 ${look.size}`;
  await dialog.getByLabel(t('fields.name'), { exact: true }).fill(name);
  await dialog.getByRole('switch').click();
  await dialog.getByLabel(t('queues.timeZone')).click();
  await page.keyboard.type('Berlin');
  await page.locator('.ant-select-item-option', { hasText: 'Europe/Berlin' }).click();
  const friday = t('queues.days.friday');
  await dialog.getByLabel(t('queues.hoursFrom', { day: friday })).fill('22:00');
  await dialog.getByLabel(t('queues.hoursUntil', { day: friday })).fill('06:00');
  await dialog.getByRole('group', { name: friday }).getByText(t('queues.nextDay')).waitFor();
  await dialog.getByRole('button', { name: t('queues.removeHours', { day: t('queues.days.monday') }) }).click();
  const found = await admin.inspect('console-dialog-hours');
  await dialog.locator('.ant-modal-footer').getByRole('button', { name: t('partyForm.create'), exact: true }).click();
  await page.locator('.ant-drawer').getByText(t('queues.members')).first().waitFor();
  const queues = (await chen.get('/api/queues?limit=100')).items as { queue_id: string; name: string }[];
  const made = await chen.get(`/api/queues/${String(queues.find((one) => one.name === name)?.queue_id)}`);
  const { calendar } = made.service as { calendar: { time_zone: string; week: Record<string, string[]> } };
  expect(calendar.time_zone).toBe('Europe/Berlin');
  // A day that is free may be said so, or not at all.
  expect(Object.fromEntries(Object.entries(calendar.week).filter(([, spans]) => spans.length > 0))).toEqual({ tuesday: ['09:00-18:00'], wednesday: ['09:00-18:00'], thursday: ['09:00-18:00'], friday: ['22:00-24:00'], saturday: ['00:00-06:00'] });
  expect([found, admin.complaints]).toEqual([[], []]);
  await admin.leave();
});

// S002-9: the name alone may be of several people
it('who approves sees whom, with organisation, phone and email', async () => {
  const t = textsOf('zh-CN', 'console');
  const wu = await Person.at('/console/account-requests', 'wu.hao', own, DESKTOP);
  const { page } = wu;
  await page.getByRole('button', { name: t('actions.of', { action: t('requests.approve'), name: '李雷' }) }).click();
  const dialog = page.locator('[role=dialog]:visible');
  for (const text of ['青山医院', '+8613900000002', 'li.lei@qingshan.example']) await dialog.getByText(text).waitFor();
  const found = await wu.inspect('console-dialog-approve');
  expect([found, wu.complaints]).toEqual([[], []]);
  await wu.leave();
});

// S002-1: told before it is saved, with the way to the one that is there
it('a contact with the same name and number is told of before it is saved', async () => {
  const t = textsOf('zh-CN', 'console');
  const zhou = await Person.at('/console/contacts', 'zhou.min', own, DESKTOP);
  const { page } = zhou;
  await page.getByRole('button', { name: t('parties.newContact') }).click();
  const form = page.locator('.ant-drawer:visible');
  await form.getByLabel(t('fields.person'), { exact: true }).fill('王芳');
  await form.getByLabel(t('fields.mobile')).fill('139 0000 0002');
  await zhou.settled();
  expect(await form.getByText(t('partyForm.same').trim()).count()).toBe(0);
  await form.getByLabel(t('fields.mobile')).fill('139 0000 0001');
  await form.getByRole('alert').getByRole('link', { name: '王芳' }).waitFor();
  const found = await zhou.inspect('console-contact-same');
  expect([found, zhou.complaints]).toEqual([[], []]);
  await zhou.leave();
});

// What asks has the focus, and what was asked from has it again
it('a question before the end of something is a dialog that keeps the focus', async () => {
  const [common, portal] = [textsOf('zh-CN', 'common'), textsOf('zh-CN', 'portal')];
  const wang = await own.system.as('wang.fang');
  const queues = (await wang.get('/api/queues')).items as { queue_id: string }[];
  const ticket = (await wang.post('/api/tickets', { title: '不用了', description: 'x', queue_id: queues[0]?.queue_id, reply_method: 'portal' })).ticket_id as string;
  const customer = await Person.at(`/tickets/${ticket}`, wang, own, { size: 'phone', language: 'zh-CN' });
  const { page } = customer;
  const button = page.getByRole('button', { name: portal('ticket.withdraw'), exact: true });
  await button.click();
  const dialog = page.locator('[role=dialog]:visible');
  await dialog.getByText(portal('ticket.withdrawSure')).waitFor();
  expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  const found = await customer.inspect('ticket-withdraw');
  await dialog.getByRole('button', { name: common('cancel'), exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.waitForFunction((name) => document.activeElement?.textContent === name, portal('ticket.withdraw'));
  await page.keyboard.press('Enter');
  await dialog.locator('.ant-btn-dangerous').click();
  await page.locator('.ticket-head .state-withdrawn').waitFor();
  expect([found, customer.complaints]).toEqual([[], []]);
  await customer.leave();
});
