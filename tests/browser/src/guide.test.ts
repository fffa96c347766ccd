/** What somebody new is told: a hint until it was read, and the guide in place. */
import { describe, expect, it } from 'vitest';

import { type Look, Person } from './browser.ts';
import { open } from './system.ts';
import { textsOf } from './texts.ts';

const own = open();

const LOOKS: Look[] = [
  { size: 'phone', language: 'zh-CN' },
  { size: 'desktop', language: 'en', theme: 'dark' },
];

const WHO = [
  { who: 'wang.fang', reader: 'customer', home: '/', guide: '/guide', parts: 7 },
  { who: 'he.yu', reader: 'agent', home: '/console/tickets', guide: '/console/guide', parts: 5 },
  { who: 'chen.jing', reader: 'administrator', home: '/console/tickets', guide: '/console/guide', parts: 10 },
] as const;

describe.each(LOOKS)('who comes for the first time, $size $language', (look) => {
  it.each(WHO)('is told how to begin, once, and finds the guide: $reader', async ({ who, reader, home, guide, parts }) => {
    const t = textsOf(look.language, 'common');
    const person = await Person.at(home, who, own, look);
    const { page } = person;
    const hint = page.getByRole('region', { name: t(`hints.${reader}.title`) });
    await hint.getByText(t(`hints.${reader}.three`)).waitFor();
    const found = await person.inspect(`hint-${reader}`);
    await hint.getByRole('link', { name: t('hints.open') }).click();
    await page.waitForURL(`**${guide}`);
    await page.locator('.guide .panel').first().waitFor();
    expect(await page.locator('.guide .panel').count()).toBeGreaterThanOrEqual(parts);
    found.push(...(await person.inspect(`guide-${reader}`)));
    await page.goto(home);
    await hint.getByRole('button', { name: t('hints.dismiss') }).click();
    await hint.waitFor({ state: 'detached' });
    await page.reload();
    await page.locator('#content h1').first().waitFor();
    await person.settled();
    expect(await hint.count()).toBe(0);
    expect(found).toEqual([]);
    expect(person.complaints).toEqual([]);
    await person.leave();
  });
});
