/**
 * The walk of the READMEs in a browser: a customer who waits, the agent who answers, the administrator. With `PICTURES=1` it
 * makes the pictures that they show, in `docs/pictures`.
 */
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { type Language, Person, type Size } from './browser.ts';
import { open, ROOT } from './system.ts';
import { textsOf } from './texts.ts';

const own = open();

const PICTURES = join(ROOT, 'docs/pictures');
/** What all of them may take together, in bytes. */
const MOST = 400 * 1024;

const WALKS: { language: Language; readme: string; customer: string; agent: string; administrator: string }[] = [
  { language: 'en', readme: 'README.md', customer: 'tom.reed', agent: 'grace.morgan', administrator: 'grace.morgan' },
  { language: 'zh-CN', readme: 'README.zh-CN.md', customer: 'wang.fang', agent: 'he.yu', administrator: 'chen.jing' },
];

/** Whether what is seen is kept. */
const keeps = process.env.PICTURES === '1';

async function picture({ page }: Person, name: string): Promise<void> {
  if (!keeps) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.jpg`), type: 'jpeg', quality: 62 });
}

describe.each(WALKS)('the walk of $readme', ({ language, customer, agent, administrator }) => {
  const at = (path: string, who: string, size: Size) => Person.at(path, who, own, { size, language });
  const common = textsOf(language, 'common');

  it('goes from the ticket that waits to the answer', async () => {
    const waiting = await at('/', customer, 'phone');
    await waiting.page.getByRole('button', { name: common('hints.dismiss') }).click();
    await waiting.page.locator('.ticket-row').first().click();
    await waiting.page.locator('.queue .figure').waitFor();
    await waiting.settled();
    await picture(waiting, `waiting.${language}`);

    const working = await at('/console/tickets', agent, 'desktop');
    await working.page.getByRole('button', { name: common('hints.dismiss') }).click();
    await working.page.locator('.lane-row').first().waitFor();
    await working.settled();
    await picture(working, `desk.${language}`);

    await waiting.page.goto('/');
    // Where it stands is in the list too.
    await waiting.page.locator('#open').waitFor();
    await waiting.page.locator('.ticket-row-progress').first().waitFor();
    await waiting.settled();
    await picture(waiting, `home.${language}`);

    const managing = await at('/console/enterprise', administrator, 'desktop');
    await managing.page.locator('.logo-picker').waitFor();
    await managing.settled();
    await picture(managing, `enterprise.${language}`);
    for (const person of [waiting, working, managing]) {
      expect(person.complaints).toEqual([]);
      await person.leave();
    }
  });
});

describe('the pictures', () => {
  it.each(WALKS)('of $readme are there, and each is described', ({ readme, language }) => {
    const shown = [...readFileSync(join(ROOT, readme), 'utf8').matchAll(/!\[([^\]]+)\]\(docs\/pictures\/([^)]+)\)|<img src="docs\/pictures\/([^"]+)"[^>]* alt="([^"]+)"/g)];
    const names = shown.map((found) => found[2] ?? found[3]);
    expect(names.sort()).toEqual(readdirSync(PICTURES).filter((name) => name.includes(`.${language}.`)).sort());
    expect(names.length).toBeGreaterThanOrEqual(4);
  });

  it('are small', () => {
    const sizes = readdirSync(PICTURES).map((name) => statSync(join(PICTURES, name)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MOST);
  });
});
