import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

/** The top of the repository. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** The password of every demo login. */
export const PASSWORD = 'lantern-harbour-42';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** What the tests of a file use: a system and a browser, both their own. */
export interface Own {
  system: System;
  browser: Browser;
}

/** Opens them before the tests of this file, and closes them after. They are there when a test runs. */
export function open(): Own {
  const own = {} as Own;
  beforeAll(async () => {
    [own.system, own.browser] = await Promise.all([System.start(), startBrowser()]);
  });
  afterAll(async () => {
    await own.browser?.close();
    await own.system?.stop();
  });
  return own;
}

/** Starts Debian's Chromium. */
function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS, headless: true });
}

/** How long a message may take, in milliseconds: long enough for a machine that does other things too. */
const LONGEST = 120_000;

/** A browser's, so that a list of devices has one. */
const AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

/** A message that was sent, as the page of messages has it. */
export interface Message {
  to: string;
  subject?: string;
  text: string;
}

/** What `make run` serves, on a port and a database of its own. */
export class System {
  private readonly used = new Set<string>();

  private constructor(
    readonly url: string,
    private readonly runner: ChildProcess,
    private readonly data: string,
  ) {}

  /** Starts it, with the demo data. */
  static async start(): Promise<System> {
    const data = mkdtempSync(join(tmpdir(), 'foyer-browser-'));
    const runner = spawn(process.env.FOYER_LOCAL ?? join(ROOT, 'target/debug/foyer-local'), ['--port', '0', '--data', data], { stdio: ['ignore', 'pipe', 'inherit'] });
    return new System(await address(runner), runner, data);
  }

  /** Stops it, and removes its data. */
  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.runner.once('exit', resolve));
    this.runner.kill('SIGTERM');
    await ended;
    rmSync(this.data, { recursive: true });
  }

  /** The newest message to `to` in which `pattern` is found, when it has come; gives what the pattern's first group caught. */
  async message(to: string, pattern: RegExp): Promise<string> {
    for (const end = Date.now() + LONGEST; Date.now() < end; ) {
      const answer = await fetch(`${this.url}/_local/messages`, { headers: { accept: 'application/json' } });
      const { messages } = (await answer.json()) as { messages: Message[] };
      const found = messages.filter((message) => message.to === to).map((message) => pattern.exec(message.text)?.[1]);
      const first = found.find((text) => text !== undefined);
      if (first) return first;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`no message to ${to} says ${String(pattern)}`);
  }

  /** Asks the API as somebody who logs in for this; an administrator with his second factor. */
  async as(login: string, password = PASSWORD): Promise<Api> {
    const session = await new Api(this.url).post('/api/sessions', { login, password });
    const api = new Api(this.url, session.token as string);
    if (session.next_step !== 'second_factor') return api;
    const whole = await api.post('/api/sessions/current/second-factor', { code: await this.code(login) });
    return new Api(this.url, whole.token as string);
  }

  /** A code of the authenticator that was not used yet: there is another every half minute. */
  private async code(login: string): Promise<string> {
    for (;;) {
      const answer = await fetch(`${this.url}/_local/totp?login=${login}`);
      const code = (await answer.text()).trim();
      if (!this.used.has(code)) {
        this.used.add(code);
        return code;
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

/** The API, for what a story needs and does not tell. */
export class Api {
  constructor(
    readonly url: string,
    /** The session's, which the browser has as its cookie. */
    readonly token = '',
  ) {}

  async get(path: string): Promise<Record<string, unknown>> {
    return this.send('GET', path);
  }

  async post(path: string, body: object = {}): Promise<Record<string, unknown>> {
    return this.send('POST', path, body);
  }

  async put(path: string, body: object): Promise<Record<string, unknown>> {
    return this.send('PUT', path, body);
  }

  async delete(path: string): Promise<Record<string, unknown>> {
    return this.send('DELETE', path);
  }

  private async send(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    const headers: Record<string, string> = { 'content-type': 'application/json', 'user-agent': AGENT };
    if (this.token) headers.authorization = `Bearer ${this.token}`;
    const answer = await fetch(this.url + path, { method, headers, body: body && JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${String(answer.status)} ${text}`);
    return (text ? JSON.parse(text) : {}) as Record<string, unknown>;
  }
}

function address(runner: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    runner.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /Foyer is at (\S+)/.exec(said);
      if (found?.[1]) resolve(found[1]);
    });
    runner.once('exit', (code) => reject(new Error(`the system ended with ${String(code)}: ${said}`)));
    runner.once('error', reject);
  });
}
