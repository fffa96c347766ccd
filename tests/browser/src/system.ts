import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top of the repository. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** The password of every demo login. */
export const PASSWORD = 'lantern-harbour-42';

/** A message that was sent, as the page of messages has it. */
export interface Message {
  to: string;
  subject?: string;
  text: string;
}

/** What `make run` serves, on a port and a database of its own. */
export class System {
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
    for (let tries = 0; tries < 100; tries += 1) {
      const answer = await fetch(`${this.url}/_local/messages`, { headers: { accept: 'application/json' } });
      const { messages } = (await answer.json()) as { messages: Message[] };
      const found = messages.filter((message) => message.to === to).map((message) => pattern.exec(message.text)?.[1]);
      const first = found.find((text) => text !== undefined);
      if (first) return first;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`no message to ${to} says ${String(pattern)}`);
  }

  /** Asks the API as somebody who logs in for this. */
  async as(login: string, password = PASSWORD): Promise<Api> {
    const session = await new Api(this.url).post('/api/sessions', { login, password });
    return new Api(this.url, session.token as string);
  }
}

/** The API, for what a story needs and does not tell. */
export class Api {
  constructor(
    private readonly url: string,
    private readonly token = '',
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
    const headers: Record<string, string> = { 'content-type': 'application/json' };
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
