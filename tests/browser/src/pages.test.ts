/** Every page of the login and of the portal: axe finds nothing, a picture is kept, and the first load is light. */
import { beforeAll, describe, expect, it } from 'vitest';

import { type Look, Person } from './browser.ts';
import { BUDGETS, FIRST_PAINT } from './budgets.ts';
import { type Api, open, PASSWORD } from './system.ts';

const own = open();

const PAGES: [name: string, path: string][] = [
  ['home', '/'],
  ['tickets', '/tickets'],
  ['tickets-all', '/tickets?view=all'],
  ['tickets-shared', '/tickets?view=shared'],
  ['tickets-drafts', '/tickets?view=drafts'],
  ['tickets-no-match', '/tickets?q=nothing-is-called-so'],
  ['notices', '/notices'],
  ['me-profile', '/me'],
  ['me-account', '/me/account'],
  ['me-security', '/me/security'],
  ['me-devices', '/me/devices'],
  ['me-preferences', '/me/preferences'],
  ['ticket-unknown', '/tickets/tkt_01k5vbxq3ae0nb8w5c8yq0h7fz'],
  ['not-found', '/nowhere'],
];

// Each page at both sizes in both languages, and in both themes.
const LOOKS: Look[] = [
  { size: 'phone', language: 'zh-CN' },
  { size: 'phone', language: 'en', theme: 'dark' },
  { size: 'desktop', language: 'zh-CN', theme: 'dark' },
  { size: 'desktop', language: 'en' },
];

let wang: Api;
let tickets: [name: string, path: string][];

beforeAll(async () => {
  wang = await own.system.as('wang.fang');
  tickets = await ticketsOf(wang, await own.system.as('he.yu'));
});

/** A ticket in each state. */
async function ticketsOf(customer: Api, agent: Api): Promise<[string, string][]> {
  const queues = (await customer.get('/api/queues')).items as { queue_id: string; name: string }[];
  const queue_id = queues.find(({ name }) => name === '售后服务')?.queue_id;
  const submit = async (title: string) => (await customer.post('/api/tickets', { title, description: '面板显示 E-204，重启以后仍然如此。', queue_id, reply_method: 'portal' })).ticket_id as string;
  const [waiting, asked, completed, rated, withdrawn] = [await submit('打印机卡纸'), await submit('扫描仪连不上网络'), await submit('更换碳粉盒'), await submit('开具增值税发票'), await submit('重复提交的工单')];
  for (const ticket of [asked, completed, rated]) await agent.post(`/api/tickets/${ticket}/accept`);
  await agent.post(`/api/tickets/${asked}/replies`, { text: '您好，已收到，正在排查。' });
  await agent.post(`/api/tickets/${asked}/questions`, { text: '请问扫描仪的型号是什么？' });
  for (const ticket of [completed, rated]) await agent.post(`/api/tickets/${ticket}/complete`, { handling_reply: '已处理完毕，请查收。', acceptance_information: '工程师何雨，上门处理。' });
  await customer.put(`/api/tickets/${rated}/rating`, { stars: 4, comment: '很快，谢谢。' });
  await customer.post(`/api/tickets/${withdrawn}/withdraw`);
  await customer.post(`/api/tickets/${waiting}/urge`);
  await customer.post('/api/drafts', { title: '还没写完的工单', queue_id });
  return Object.entries({ waiting, asked, completed, rated, withdrawn }).map(([name, ticket]) => [`ticket-${name}`, `/tickets/${ticket}`]);
}

describe.each(LOOKS)('on a $size in $language', (look) => {
  it('no page has anything that axe finds', async () => {
    const person = await Person.arrive(own, look);
    const { page } = person;
    const found: string[] = [];
    for (const [name, path] of [['login', '/login'], ['login-forgot', '/login/forgot']] as const) {
      await page.goto(path);
      await page.locator('form').waitFor();
      found.push(...(await person.inspect(name)));
    }
    // Whether there is such an account is not told.
    await page.locator('input[autocomplete=username]').fill(`nobody.${look.size}.${look.language}`);
    await page.locator('button[type=submit]').click();
    await page.locator('input[autocomplete=new-password]').first().waitFor();
    found.push(...(await person.inspect('login-reset')));
    await page.goto('/login');
    await person.logIn('chen.jing', PASSWORD);
    await page.waitForURL('**/login/second-factor');
    found.push(...(await person.inspect('login-second-factor')));
    // A short link that leads nowhere any more says so in words.
    await page.goto('/l/7hK3mQx9TzB');
    await page.locator('main h1').waitFor();
    found.push(...(await person.inspect('link-over')));
    await person.signIn(wang);
    for (const [name, path] of [...PAGES, ...tickets]) found.push(...(await person.visit(name, path)));
    await page.locator('.portal-new').click();
    await page.locator('.ant-drawer-body form').waitFor();
    found.push(...(await person.inspect('new-ticket')));
    await page.goto('/');
    await page.locator('.avatar-button').click();
    await page.getByRole('menu').waitFor();
    // A menu over the page is in no landmark.
    await person.picture('account-menu');
    expect(found).toEqual([]);
    expect(person.complaints).toEqual([]);
    await person.leave();
  });
});

describe('the document', () => {
  // A browser goes on with the document that it has and the nonce that came with it: a 304 must not bring another.
  it('is not sent again with another nonce, and shows its styles when it is looked at again', async () => {
    const first = await fetch(`${own.system.url}/login`);
    const tag = first.headers.get('etag') ?? '';
    expect(first.headers.get('content-security-policy')).toContain("'nonce-");
    const again = await fetch(`${own.system.url}/login`, { headers: { 'if-none-match': tag }, cache: 'no-store' });
    expect([again.status, again.headers.get('content-security-policy')]).toEqual([304, null]);

    const person = await Person.arrive(own, { size: 'phone', language: 'zh-CN' });
    for (const path of ['/login', '/login/forgot', '/login']) {
      await person.page.goto(path);
      await person.page.locator('form').waitFor();
    }
    const styled = await person.page.locator('button[type=submit]').evaluate((button) => getComputedStyle(button).borderRadius);
    expect(styled).toBe('10px');
    expect(person.complaints).toEqual([]);
    await person.leave();
  });
});

interface Load {
  requests: number;
  bytes: number;
  shift: number;
  names: string[];
}

/** What a page asks for in a browser that has nothing of it yet, and how far it jumps meanwhile. */
async function firstLoad(person: Person, path: string, ready: string): Promise<Load> {
  const page = await person.context.newPage();
  const cdp = await person.context.newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
  const names = new Map<string, string>();
  const loaded: [name: string, size: number][] = [];
  cdp.on('Network.responseReceived', ({ requestId, response }) => names.set(requestId, new URL(response.url).pathname));
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => loaded.push([names.get(requestId) ?? requestId, encodedDataLength]));
  await page.addInitScript(() => {
    const kept = window as unknown as { shift: number };
    kept.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) kept.shift += (entry as unknown as { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(path);
  await page.locator(ready).first().waitFor();
  await page.waitForLoadState('networkidle');
  const shift = await page.evaluate(() => (window as unknown as { shift: number }).shift);
  await page.close();
  const bytes = loaded.filter(([name]) => !name.startsWith('/api/')).reduce((sum, [, size]) => sum + size, 0);
  return { requests: loaded.length, bytes, shift, names: loaded.map(([name, size]) => `${name} ${String(size)}`) };
}

describe('the first load', () => {
  const pages: [name: keyof typeof BUDGETS, path: string, ready: string, login: string | null][] = [
    ['login', '/login', 'button[type=submit]', null],
    ['home', '/', '.ticket-row', 'wang.fang'],
    ['desk', '/console/tickets', '.lane-row', 'he.yu'],
  ];

  it.each(pages)('of the %s keeps to its budget', async (name, path, ready, login) => {
    const person = await Person.arrive(own, { size: 'desktop', language: 'zh-CN' });
    if (login) await person.signIn(await own.system.as(login));
    const { names, ...load } = await firstLoad(person, path, ready);
    const most = BUDGETS[name];
    for (const what of ['requests', 'bytes', 'shift'] as const) expect(load[what], `${what}\n${names.join('\n')}`).toBeLessThanOrEqual(most[what]);
    if (name !== 'desk') expect(names.filter((one) => one.includes('console'))).toEqual([]);
    await person.leave();
  });

  // What Lighthouse calls slow 4G, with a processor a quarter as fast.
  it.each(pages)('of the %s shows something soon on slow 4G', async (_, path, __, login) => {
    const person = await Person.arrive(own, { size: 'phone', language: 'zh-CN' });
    if (login) await person.signIn(await own.system.as(login));
    const cdp = await person.context.newCDPSession(person.page);
    await cdp.send('Network.enable');
    await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
    await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 1_638_400 / 8, uploadThroughput: 768_000 / 8 });
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await person.page.goto(path, { waitUntil: 'commit' });
    const paint = await person.page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
    expect(await paint.jsonValue()).toBeLessThanOrEqual(FIRST_PAINT);
    await person.leave();
  });

  it('of the API comes compressed where the client takes it', async () => {
    const { token, url } = await own.system.as('wang.fang');
    const ask = (encoding: string) => fetch(`${url}/api/openapi.json`, { headers: { authorization: `Bearer ${token}`, 'accept-encoding': encoding } });
    const [packed, plain] = [await ask('gzip'), await ask('identity')];
    expect([packed.headers.get('content-encoding'), plain.headers.get('content-encoding')]).toEqual(['gzip', null]);
    expect(await packed.text()).toBe(await plain.text());
  });
});
