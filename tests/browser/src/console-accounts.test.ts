import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

import { type Language, Person, type Size } from './browser.ts';
import { open } from './system.ts';
import { type Say, textsOf } from './texts.ts';

const own = open();

const dialog = (page: Page): Locator => page.locator('[role=dialog]:visible');

async function press(scope: Page | Locator, name: string): Promise<void> {
  await scope.getByRole('button', { name, exact: true }).click();
}

/** Waits until nothing moves: a menu is placed where its button is when it opens. */
async function still(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('[class*=-enter], [class*=-leave], [class*=-appear]') === null && document.getAnimations().every((one) => one.playState !== 'running'));
}

/** Chooses an action of a row, at hand or in its menu. */
async function act(page: Page, t: Say, action: string, name: string, size: Size): Promise<void> {
  await still(page);
  const label = t(`actions.${action}`);
  const row = page.locator('.grid tbody tr', { hasText: name });
  const direct = row.getByRole('button', { name: t('actions.of', { action: label, name }), exact: true });
  if (size === 'desktop' && (await direct.count()) > 0) return direct.click();
  await row.getByRole('button', { name: t('actions.moreOf', { name }), exact: true }).click();
  await page.getByRole('menuitem', { name: label, exact: true }).click();
}

/** What can be done with the account of a row. */
async function actionsOf(page: Page, t: Say, name: string): Promise<string[]> {
  await still(page);
  const row = page.locator('.grid tbody tr', { hasText: name });
  const atHand = await row.locator('.row-actions .ant-btn-link').allInnerTexts();
  await row.getByRole('button', { name: t('actions.moreOf', { name }), exact: true }).click();
  const menu = page.locator('[role=menu]:visible');
  await menu.waitFor();
  const inMenu = await menu.getByRole('menuitem').allInnerTexts();
  await page.keyboard.press('Escape');
  await menu.waitFor({ state: 'hidden' });
  return [...atHand, ...inMenu].map((text) => text.trim()).filter((text) => text !== t('actions.details'));
}

async function staff(login: string, look: { size: Size; language: Language }): Promise<Person> {
  const person = await Person.at('/console/contacts', login, own, look);
  await person.page.locator('.page-head h1').waitFor();
  return person;
}

/** Creates a contact in the form; its page is open then. */
async function createContact(page: Page, t: Say, contact: { name: string; mobile: string; organisation: string }): Promise<void> {
  await press(page, t('parties.newContact'));
  const form = page.locator('.ant-drawer:visible');
  await form.getByLabel(t('fields.organisation_id')).waitFor();
  await still(page);
  await form.getByLabel(t('fields.organisation_id')).click();
  await page.locator('.ant-select-item-option', { hasText: contact.organisation }).click();
  await form.getByLabel(t('fields.person'), { exact: true }).fill(contact.name);
  await form.getByLabel(t('fields.mobile')).fill(contact.mobile);
  await press(form, t('partyForm.create'));
  await page.waitForURL('**/console/contacts/ctc_*');
  await page.getByRole('heading', { level: 1, name: contact.name }).waitFor();
}

/** The first login with the initial password, and the password that is chosen then. */
async function firstLogin(look: { size: Size; language: Language }, login: string, initial: string, chosen: string): Promise<Person> {
  const customer = await Person.arrive(own, look);
  await customer.page.goto('/login');
  await customer.logIn(login, initial);
  const fields = customer.page.locator('input[autocomplete=new-password]');
  await fields.first().waitFor();
  await fields.nth(0).fill(chosen);
  await fields.nth(1).fill(chosen);
  await customer.page.locator('button[type=submit]').click();
  await customer.page.locator('.portal-head').waitFor();
  return customer;
}

const STORIES = [
  { size: 'desktop', language: 'zh-CN', name: '赵敏', mobile: '13900000077' },
  { size: 'phone', language: 'en', name: 'Ann Lee', mobile: '13900000078' },
] as const;

describe.each(STORIES)('an account from its opening to its deletion, $size $language', ({ size, language, name, mobile }) => {
  const t = textsOf(language, 'console');
  const look = { size, language };
  const chosen = 'river kettle umbrella nine';

  it('is opened, offboarded, rehired and deleted', async () => {
    // S000-1, S000-3, S000-4: the form has the phone as the login name
    const zhou = await staff('zhou.min', look);
    const { page } = zhou;
    await createContact(page, t, { name, mobile, organisation: '海棠贸易' });
    const found: string[] = [];
    await press(page, t('actions.openAccount'));
    await dialog(page).getByLabel(t('open.login')).waitFor();
    expect(await dialog(page).getByLabel(t('open.login')).inputValue()).toBe(`+86${mobile}`);
    found.push(...(await zhou.inspect('console-dialog-open')));
    await press(dialog(page), t('actions.open'));
    await dialog(page).getByText(t('open.done', { name })).waitFor();
    found.push(...(await zhou.inspect('console-dialog-opened')));
    await press(dialog(page), t('done'));

    // S001-1, S000-7: the customer gets the password and lands in the portal
    const initial = await own.system.message(`+86${mobile}`, /(?:初始密码：|Initial password: )(\S+)/);
    const customer = await firstLogin({ size: 'phone', language }, `+86${mobile}`, initial, chosen);

    // S000-13, S000-21: the row offers what the state allows
    await page.goto(`/console/contacts?q=${encodeURIComponent(name)}`);
    await page.locator('.grid tbody tr', { hasText: name }).waitFor();
    expect(await actionsOf(page, t, name)).toEqual([t('actions.reset_password'), t('actions.offboard'), t('actions.delete')]);

    // S000-14, S000-19: with one identity it is a plain confirmation, and says what it ends
    await act(page, t, 'offboard', name, size);
    await dialog(page).locator('.impact').waitFor();
    expect(await dialog(page).getByRole('radio').count()).toBe(0);
    found.push(...(await zhou.inspect('console-dialog-offboard')));
    await press(dialog(page), t('offboard.submit'));
    await dialog(page).getByText(t('offboard.done')).waitFor();
    found.push(...(await zhou.inspect('console-dialog-receipt')));
    await press(dialog(page), t('done'));

    // S000-20: the mark, and exactly two actions
    await page.locator('.grid tbody tr', { hasText: name }).getByText(t('leftMark')).waitFor();
    expect(await actionsOf(page, t, name)).toEqual([t('actions.rehire'), t('actions.delete')]);
    found.push(...(await zhou.inspect('console-contacts-left')));

    // S000-15: the session has ended, and there is no way in
    await customer.page.goto('/tickets');
    await customer.page.waitForURL('**/login');
    await customer.logIn(`+86${mobile}`, chosen);
    await customer.page.locator('.form-alert [role=alert], .form-alert[role=alert]').first().waitFor();

    // S000-22, S000-23: he comes back
    await act(page, t, 'rehire', name, size);
    await press(dialog(page), t('actions.rehire'));
    await dialog(page).getByText(t('rehire.done')).waitFor();
    await press(dialog(page), t('done'));
    await customer.logIn(`+86${mobile}`, chosen);
    await customer.page.locator('.portal-head').waitFor();

    // S000-25, S000-26, S000-28, S000-29: the warning points to offboarding, and it is confirmed twice
    await act(page, t, 'delete', name, size);
    await dialog(page).getByText(t('delete.pointer')).waitFor();
    await dialog(page).getByRole('button', { name: t('delete.instead') }).waitFor();
    await dialog(page).locator('.impact').waitFor();
    found.push(...(await zhou.inspect('console-dialog-delete')));
    await press(dialog(page), t('delete.next'));
    expect(await dialog(page).getByRole('button', { name: t('delete.submit') }).isDisabled()).toBe(true);
    await dialog(page).getByRole('checkbox').check();
    found.push(...(await zhou.inspect('console-dialog-delete-again')));
    await press(dialog(page), t('delete.submit'));
    await dialog(page).locator('.receipt-title', { hasText: t('delete.done') }).waitFor();
    await press(dialog(page), t('done'));
    await page.locator('.grid tbody tr', { hasText: name }).getByText(t('leftMark')).waitFor({ state: 'detached' });
    const left = await actionsOf(page, t, name);
    expect(left).not.toContain(t('actions.rehire'));
    expect(left).not.toContain(t('actions.reset_password'));
    await customer.page.goto('/tickets');
    await customer.page.waitForURL('**/login');

    expect(found).toEqual([]);
    expect(zhou.complaints).toEqual([]);
    expect(customer.complaints).toEqual([]);
    await Promise.all([zhou.leave(), customer.leave()]);
  });
});

describe('an account with several identities', () => {
  const t = textsOf('zh-CN', 'console');
  const me = textsOf('zh-CN', 'me');

  // S000-9, S000-17, S000-18, S000-27: the others are listed, with their details, and all go at once
  it('leaves with one of them, or with all', async () => {
    const api = await own.system.as('zhou.min');
    const organisations = (await api.get('/api/organisations')).items as { organisation_id: string }[];
    const contact = await api.post('/api/contacts', { name: '孙悦', mobile: '13900000081', organisation_id: organisations[0]?.organisation_id });
    const customer = await api.post('/api/customers', { name: '孙悦工作室', mobile: '13900000081' });
    await api.post(`/api/contacts/${String(contact.contact_id)}/account`);
    const initial = await own.system.message('+8613900000081', /初始密码：(\S+)/);
    const sun = await firstLogin({ size: 'phone', language: 'zh-CN' }, '+8613900000081', initial, 'river kettle umbrella nine');
    // decision 3: whoever has an account is asked, and nothing is his before he accepts
    await api.post(`/api/customers/${String(customer.customer_id)}/account`);
    await sun.page.goto('/me/account');
    const offers = sun.page.locator('section', { hasText: me('offers.title') });
    await offers.waitFor();
    const offered = await sun.inspect('me-offers');
    await offers.getByRole('button', { name: me('offers.accept'), exact: false }).first().click();
    await offers.waitFor({ state: 'detached' });
    await sun.leave();
    const zhou = await staff('zhou.min', { size: 'desktop', language: 'zh-CN' });
    const { page } = zhou;
    await page.goto('/console/contacts?q=孙悦');
    await page.locator('.grid tbody tr', { hasText: '孙悦' }).waitFor();
    await act(page, t, 'offboard', '孙悦', 'desktop');
    await dialog(page).getByText('孙悦工作室').waitFor();
    await press(dialog(page), t('preview.details'));
    expect(await dialog(page).locator('.bound tbody tr').count()).toBe(2);
    await dialog(page).getByRole('radio', { name: t('offboard.all') }).check();
    const found = await zhou.inspect('console-dialog-offboard-all');
    await press(dialog(page), t('offboard.submitAll'));
    await dialog(page).getByText(t('offboard.done')).waitFor();
    expect(await dialog(page).locator('.receipt .identity-list').first().locator('li').count()).toBe(2);
    await press(dialog(page), t('done'));
    await page.goto('/console/customers?q=孙悦');
    await page.locator('.grid tbody tr', { hasText: '孙悦工作室' }).getByText(t('leftMark')).waitFor();
    expect([...offered, ...found]).toEqual([]);
    expect(zhou.complaints).toEqual([]);
    await zhou.leave();
  });
});

describe('an application', () => {
  const t = textsOf('zh-CN', 'console');
  const look = { size: 'desktop', language: 'zh-CN' } as const;

  // S002-6, S002-7, S002-8, S002-10, decision 10: two approvers at once, in two browsers; one decides, the other reads who did
  it('is decided once', async () => {
    const lin = await staff('lin.yue', look);
    await createContact(lin.page, t, { name: '周舟', mobile: '13900000091', organisation: '海棠贸易' });
    await press(lin.page, t('actions.request'));
    await dialog(lin.page).getByLabel(t('fields.remark')).fill('新的对接人，需要查询工单');
    const found = await lin.inspect('console-dialog-request');
    await press(dialog(lin.page), t('request.submit'));
    await lin.page.getByText(t('accountStates.pending'), { exact: true }).first().waitFor();

    const approvers = await Promise.all([staff('zhou.min', look), staff('wu.hao', look)]);
    for (const { page } of approvers) {
      await page.goto('/console/account-requests');
      await page.getByRole('button', { name: t('actions.of', { action: t('requests.approve'), name: '周舟' }) }).click();
      await dialog(page).getByText('新的对接人').waitFor();
    }
    await Promise.all(approvers.map(({ page }) => press(dialog(page), t('requests.approve'))));
    const lost = await Promise.all(approvers.map(({ page }) => Promise.race([
      page.getByText(t('requests.approved', { name: '周舟' })).waitFor().then(() => false),
      dialog(page).getByRole('alert').waitFor().then(() => true),
    ])));
    expect([...lost].sort()).toEqual([false, true]);
    const loser = approvers[lost.indexOf(true)] as Person;
    expect(await dialog(loser.page).getByRole('alert').innerText()).toMatch(/(周敏|吴昊)已于 .+ 通过了这个申请/);
    found.push(...(await loser.inspect('console-dialog-decided')));
    await press(dialog(loser.page).locator('.ant-modal-footer'), t('close'));
    await loser.page.goto('/console/account-requests?state=approved');
    await loser.page.getByText('周舟').waitFor();

    // S002-13: the account is there, and waits for its owner
    await lin.page.reload();
    await lin.page.getByText(t('accountStates.waiting'), { exact: true }).first().waitFor();
    expect(found).toEqual([]);
    for (const person of [lin, ...approvers]) {
      expect(person.complaints).toEqual([]);
      await person.leave();
    }
  });

  // S002-14: a rejection says why, and one can apply again
  it('is rejected with a reason, and made again', async () => {
    const wu = await staff('wu.hao', look);
    await wu.page.goto('/console/account-requests');
    await wu.page.getByRole('button', { name: t('actions.of', { action: t('requests.reject'), name: '李雷' }) }).click();
    await press(dialog(wu.page), t('requests.reject'));
    await dialog(wu.page).getByText(t('requests.reasonNeeded')).waitFor();
    await dialog(wu.page).getByLabel(t('requests.reasonLabel')).fill('请先补充医院的授权书');
    const found = await wu.inspect('console-dialog-reject');
    await press(dialog(wu.page), t('requests.reject'));
    await wu.page.getByText(t('requests.rejected', { name: '李雷' })).waitFor();
    const lin = await staff('lin.yue', look);
    await lin.page.goto('/console/contacts?q=李雷');
    await lin.page.getByRole('link', { name: '李雷' }).click();
    await lin.page.getByRole('link', { name: t('party.account') }).click();
    await lin.page.getByText('请先补充医院的授权书').waitFor();
    found.push(...(await lin.inspect('console-contact-rejected')));
    await lin.page.locator('.page-head').getByRole('button', { name: t('actions.request') }).waitFor();
    expect(found).toEqual([]);
    for (const person of [wu, lin]) {
      expect(person.complaints).toEqual([]);
      await person.leave();
    }
  });
});

describe('a page that is not for everybody', () => {
  // F2: a refusal names what is missing
  it.each(['zh-CN', 'en'] as const)('says in %s for whom it is', async (language) => {
    const t = textsOf(language, 'console');
    const lin = await staff('lin.yue', { size: 'desktop', language });
    // Nothing is asked for that would be refused, and nothing can be filled in.
    const refused: string[] = [];
    lin.page.on('response', (response) => {
      if (response.status() >= 400) refused.push(response.url());
    });
    for (const path of ['/console/audit', '/console/messages', '/console/portal-pages', '/console/queues', '/console/staff']) {
      await lin.page.goto(path);
      await lin.page.getByRole('heading', { level: 1, name: t('refusals.title') }).waitFor();
      await lin.page.getByText(t('refusals.missing', { list: t('relations.administrator') })).waitFor();
    }
    expect(await lin.inspect('console-refused')).toEqual([]);
    expect([refused, lin.complaints]).toEqual([[], []]);
    await lin.leave();
  });
});

// S000-7: who serves a queue begins with what waits there, and who serves none with the customers
it.each([
  { who: 'he.yu', begins: '/console/tickets' },
  { who: 'lin.yue', begins: '/console/customers' },
])('$who begins at $begins', async ({ who, begins }) => {
  const person = await Person.at('/console', who, own, { size: 'desktop', language: 'zh-CN' });
  await person.page.waitForURL(`**${begins}`);
  expect(person.complaints).toEqual([]);
  await person.leave();
});

describe('an organisation', () => {
  // S002-1, S002-2, S002-3: found in the list, with its contacts; a new one is made in it
  it.each([
    { size: 'desktop', language: 'zh-CN', name: '秦岭', mobile: '13900000061' },
    { size: 'phone', language: 'en', name: 'Ann Reed', mobile: '13900000062' },
  ] as const)('is found, and gets a contact, $size $language', async ({ size, language, name, mobile }) => {
    const t = textsOf(language, 'console');
    const zhou = await Person.at('/console/organisations', 'zhou.min', own, { size, language });
    const { page } = zhou;
    await page.locator('.rows').getByText('海棠贸易有限公司').waitFor();
    await page.getByRole('searchbox', { name: t('organisations.search') }).fill('青山');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=/);
    await page.locator('.rows').getByText('海棠贸易有限公司').waitFor({ state: 'detached' });
    await page.locator('.rows').getByRole('link', { name: '青山医院', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: '青山医院' }).waitFor();
    await page.locator('.grid').getByText('李雷').waitFor();
    expect(await page.locator('.grid').getByText('王芳').count()).toBe(0);
    await press(page, t('parties.newContact'));
    const form = page.locator('.ant-drawer:visible');
    await form.getByText('青山医院').waitFor();
    await form.getByLabel(t('fields.person'), { exact: true }).fill(name);
    await form.getByLabel(t('fields.mobile')).fill(mobile);
    await press(form, t('partyForm.create'));
    await page.waitForURL('**/console/contacts/ctc_*');
    await page.locator('.page-head').getByRole('link', { name: '青山医院' }).click();
    await page.locator('.grid').getByText(name).waitFor();
    expect(zhou.complaints).toEqual([]);
    await zhou.leave();
  });
});

describe('a contact', () => {
  const t = textsOf('zh-CN', 'console');
  const look = { size: 'desktop', language: 'zh-CN' } as const;

  // S002-4, S004-12: who does not belong to it sees it when it is shared with him, and no longer than that
  it('is shared with a colleague in its form', async () => {
    const zhou = await Person.at('/console/contacts?q=韩梅梅', 'zhou.min', own, look);
    const he = await Person.at('/console/contacts?q=韩梅梅', 'he.yu', own, look);
    await he.page.getByText(t('parties.noMatch')).waitFor();
    const share = async (change: (form: Locator) => Promise<void>) => {
      await press(zhou.page, t('actions.edit'));
      const form = zhou.page.locator('.ant-drawer-open');
      await form.getByLabel(t('fields.shared_with')).waitFor();
      await still(zhou.page);
      await change(form);
      await press(form, t('partyForm.save'));
      await zhou.page.locator('.ant-message').getByText(t('partyForm.saved')).first().waitFor();
      await form.waitFor({ state: 'detached' });
    };
    await zhou.page.getByRole('link', { name: '韩梅梅' }).click();
    await share(async (form) => {
      await form.getByLabel(t('fields.shared_with')).click();
      await zhou.page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: '何雨' }).click();
      await zhou.page.keyboard.press('Escape');
    });
    await zhou.page.locator('.fact', { hasText: t('fields.shared_with') }).getByText('何雨').waitFor();
    const found = await zhou.inspect('console-contact-shared');

    await he.page.reload();
    await he.page.getByRole('link', { name: '韩梅梅' }).click();
    await he.page.getByRole('heading', { level: 1, name: '韩梅梅' }).waitFor();
    // He reads it: he does not change it, and its account is not his business.
    expect(await he.page.getByRole('button', { name: t('actions.edit') }).count()).toBe(0);
    expect(await he.page.getByRole('link', { name: t('party.account') }).count()).toBe(0);
    found.push(...(await he.inspect('console-contact-shared-with-me')));

    await share(async (form) => {
      await form.locator('.ant-form-item', { hasText: t('fields.shared_with') }).locator('.ant-select-selection-item-remove').click();
    });
    await he.page.reload();
    await he.page.getByText(textsOf('zh-CN', 'common')('problems.not_found')).waitFor();
    expect(found).toEqual([]);
    for (const person of [zhou, he]) {
      expect(person.complaints).toEqual([]);
      await person.leave();
    }
  });
});
