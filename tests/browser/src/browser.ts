import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { BrowserContext, Page } from 'playwright-core';

import { type Api, type Own, ROOT } from './system.ts';

const SHOTS = join(ROOT, 'target/screenshots');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The sizes that the pages are made for. */
export const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } } as const;

export type Size = keyof typeof SIZES;
export type Language = 'zh-CN' | 'en';
export type Theme = 'light' | 'dark';

/** How somebody looks at the pages. */
export interface Look {
  size: Size;
  language: Language;
  theme?: Theme;
  /** True where nobody chose the language on this device: the browser's and the account's count. */
  undecided?: boolean;
}

/** The cookie of a session. */
const COOKIE = '__Host-foyer';

/** Somebody at a browser of his own. What the browser complains about is kept, to be looked at at the end. */
export class Person {
  readonly complaints: string[] = [];
  /** Requests that are on their way. */
  private requests = 0;

  private constructor(
    readonly page: Page,
    readonly context: BrowserContext,
    private readonly look: Look,
  ) {}

  /** Somebody who has not opened a page yet. */
  static async arrive({ browser, system: { url } }: Own, look: Look): Promise<Person> {
    const context = await browser.newContext({
      baseURL: url,
      viewport: SIZES[look.size],
      hasTouch: look.size === 'phone',
      locale: look.language,
      colorScheme: look.theme ?? 'light',
      reducedMotion: 'reduce',
    });
    if (!look.undecided) await context.addInitScript((language) => localStorage.setItem('foyer.language', language), look.language);
    const page = await context.newPage();
    const person = new Person(page, context, look);
    page.setDefaultTimeout(120_000);
    page.on('pageerror', (error) => person.complaints.push(error.message));
    page.on('console', (message) => {
      // A refused request is an error to the browser, and an answer to us.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) person.complaints.push(message.text());
    });
    const arrived = () => (person.requests -= 1);
    page.on('requestfinished', arrived).on('requestfailed', arrived);
    page.on('request', (request) => {
      person.requests += 1;
      // Files are kept at another port of this machine.
      if (new URL(request.url()).hostname !== new URL(url).hostname && !/^(data|blob):/.test(request.url())) person.complaints.push(`asked another host: ${request.url()}`);
    });
    return person;
  }

  /** Somebody who is signed in, at a page. The login page has tests of its own. */
  static async at(path: string, who: string | Api, own: Own, look: Look): Promise<Person> {
    const person = await Person.arrive(own, look);
    await person.signIn(typeof who === 'string' ? await own.system.as(who) : who);
    await person.page.goto(path);
    await person.page.locator('#content h1').first().waitFor();
    return person;
  }

  /** Has the session of `who` from now on. */
  async signIn({ url, token }: Api): Promise<void> {
    await this.context.addCookies([{ name: COOKIE, value: token, domain: new URL(url).hostname, path: '/', secure: true, httpOnly: true, sameSite: 'Strict' }]);
  }

  /** Logs in on the login page, wherever it sends him. */
  async logIn(login: string, password: string): Promise<void> {
    await this.page.locator('input[autocomplete=username]').fill(login);
    await this.page.locator('input[autocomplete=current-password]').fill(password);
    await this.page.locator('button[type=submit]').click();
  }

  /** Goes to a page and inspects it. */
  async visit(name: string, path: string): Promise<string[]> {
    await this.page.goto(path);
    await this.page.locator('#content h1').first().waitFor();
    return this.inspect(name);
  }

  /** Keeps a picture of the page as it is when it has come to rest. */
  async picture(name: string): Promise<void> {
    await this.settled();
    mkdirSync(SHOTS, { recursive: true });
    const { size, language, theme = 'light' } = this.look;
    await this.page.screenshot({ path: join(SHOTS, `${name}.${size}.${language}.${theme}.png`), fullPage: true });
  }

  /** Keeps a picture of the page; says what axe finds in it, and whether it is wider than the window. */
  async inspect(name: string): Promise<string[]> {
    await this.picture(name);
    const { size, language, theme = 'light' } = this.look;
    await this.page.evaluate(AXE);
    const found = await this.page.evaluate(async () => {
      const axe = (window as unknown as { axe: { run: (root: Document, options: object) => Promise<AxeResult> } }).axe;
      const { violations } = await axe.run(document, { resultTypes: ['violations'] });
      const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
      const wide = over > 0 ? [`${String(over)} px too wide`] : [];
      return [...wide, ...violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.html.slice(0, 160)}`))];
    });
    return found.map((one) => `${name} ${size} ${language} ${theme}: ${one}`);
  }

  /** Waits until nothing is on its way and nothing moves. */
  async settled(): Promise<void> {
    await this.quiet();
    await this.page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
    await this.page.waitForFunction(() => document.getAnimations().every((animation) => animation.playState !== 'running'));
  }

  /** Waits until no request has been on its way for a moment. */
  private async quiet(): Promise<void> {
    for (let calm = 0; calm < 4; calm = this.requests === 0 ? calm + 1 : 0) await this.page.waitForTimeout(40);
  }

  async leave(): Promise<void> {
    await this.context.close();
  }
}

interface AxeResult {
  violations: { id: string; nodes: { html: string }[] }[];
}
