import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

import { ROOT } from './system.ts';

const SHOTS = join(ROOT, 'target/screenshots');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

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

/** Starts Debian's Chromium. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS, headless: true });
}

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

  static async arrive(browser: Browser, url: string, look: Look): Promise<Person> {
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
    page.setDefaultTimeout(20_000);
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

  /** Logs in on the login page, wherever it sends him. */
  async logIn(login: string, password: string): Promise<void> {
    await this.page.locator('input[autocomplete=username]').fill(login);
    await this.page.locator('input[autocomplete=current-password]').fill(password);
    await this.page.locator('button[type=submit]').click();
  }

  /** Keeps a picture of the page, and sees that axe finds nothing in it. */
  async inspect(name: string): Promise<string[]> {
    await this.settled();
    mkdirSync(SHOTS, { recursive: true });
    const { size, language, theme = 'light' } = this.look;
    await this.page.screenshot({ path: join(SHOTS, `${name}.${size}.${language}.${theme}.png`), fullPage: true });
    await this.page.evaluate(AXE);
    const found = await this.page.evaluate(async () => {
      const axe = (window as unknown as { axe: { run: (root: Document, options: object) => Promise<AxeResult> } }).axe;
      const { violations } = await axe.run(document, { resultTypes: ['violations'] });
      return violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.html.slice(0, 160)}`));
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
