/** How an enterprise shows itself: set by its administrator, seen by everybody, before the login too. */
import { describe, expect, it } from 'vitest';

import { type Look, Person } from './browser.ts';
import { open } from './system.ts';
import { textsOf } from './texts.ts';

const own = open();

/** A blue square of 8 by 8. */
const LOGO = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mOQz3+NFTEMLQkAoOReQRXd2UEAAAAASUVORK5CYII=', 'base64');

const LOOKS: Look[] = [
  { size: 'phone', language: 'zh-CN', theme: 'dark' },
  { size: 'desktop', language: 'en' },
];

describe('the face of an enterprise', () => {
  it('is set by an administrator, and a colour on which nobody can read is refused', async () => {
    const admin = await Person.at('/console/enterprise', 'chen.jing', own, { size: 'desktop', language: 'zh-CN' });
    const { page } = admin;
    const t = textsOf('zh-CN', 'console');
    const common = textsOf('zh-CN', 'common');
    await page.locator('.logo-picker').waitFor();
    const found = await admin.inspect('enterprise');
    const colour = page.getByLabel(t('enterprise.colour')).first();
    const save = page.getByRole('button', { name: t('partyForm.save') });
    await colour.fill('#f5c400');
    await save.click();
    await page.getByText(common('rules.must be dark enough for white text on it a contrast of 451 or more')).waitFor();
    await colour.fill('#0b6b3a');
    await page.getByLabel(t('enterprise.help')).fill('周一至周五 9:00–18:00，帮助中心 https://help.yunfan.example');
    await page.getByLabel(t('enterprise.contact')).fill('400-000-0000');
    await save.click();
    await page.getByText(t('enterprise.saved')).waitFor();
    await page.locator('input[type=file]').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: LOGO });
    await page.locator('.logo-picker img').waitFor();
    found.push(...(await admin.inspect('enterprise-set')));
    const link = await page.locator('.mono').textContent();
    expect(link).toMatch(/\/login\?at=ten_[0-9a-z]{26}$/);
    expect(found).toEqual([]);
    expect(admin.complaints).toEqual([]);
    await admin.leave();
  });

  it.each(LOOKS)('is seen before the login by its link, and after it: $size $language', async (look) => {
    const me = await (await own.system.as('chen.jing')).get('/api/me');
    const tenant = (me.active_identity as { tenant_id: string }).tenant_id;
    const person = await Person.arrive(own, look);
    const { page } = person;
    await page.goto(`/login?at=${tenant}`);
    await page.locator('.login-head .brand-name', { hasText: '云帆科技' }).waitFor();
    await page.locator('.login-note').getByRole('link', { name: 'https://help.yunfan.example' }).waitFor();
    await page.locator('.powered-by').getByText('400-000-0000').waitFor();
    expect(await page.locator('link[rel=icon]').getAttribute('href')).toContain(`/api/enterprises/${tenant}/logo`);
    const found = await person.inspect('face-login');
    await person.signIn(await own.system.as('wang.fang'));
    found.push(...(await person.visit('face-home', '/')));
    const brand = page.locator('.portal-brand');
    await brand.locator('img').waitFor();
    expect(await brand.textContent()).toBe('云帆科技');
    expect(await page.title()).toMatch(/· 云帆科技$/);
    // The colour is the enterprise's; on dark pages as much paler as it takes to be read.
    const colour = await page.locator('.portal-new').evaluate((button) => getComputedStyle(button).backgroundColor);
    if (look.theme === 'dark') expect(colour).not.toBe('rgb(143, 176, 255)');
    else expect(colour).toBe('rgb(11, 107, 58)');
    // Whoever signs out sees the login of the same enterprise, without asking for it.
    await page.goto('/login/forgot');
    expect(await page.locator('.login-head .brand-name').textContent()).toBe('云帆科技');
    expect(found).toEqual([]);
    expect(person.complaints).toEqual([]);
    await person.leave();
  });

  it('is nobody else’s: the other enterprise shows its own name', async () => {
    const grace = await Person.at('/console/tickets', 'grace.morgan', own, { size: 'desktop', language: 'en' });
    expect(await grace.page.locator('.console-side .brand-name').textContent()).toBe('Harbour Logistics');
    expect(await grace.page.locator('link[rel=icon]').getAttribute('href')).toBe('/favicon.svg');
    await grace.leave();
  });
});
