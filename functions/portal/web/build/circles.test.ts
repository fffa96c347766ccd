import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { complaint } from '../lint/circles.js';

function said(files: Record<string, string>): Record<string, string | undefined> {
  const directory = mkdtempSync(join(tmpdir(), 'circles-'));
  try {
    writeFileSync(join(directory, 'tsconfig.json'), '{ "compilerOptions": { "module": "ESNext", "moduleResolution": "Bundler", "paths": { "@/*": ["./*"] } } }');
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
    return Object.fromEntries(Object.keys(files).map((name) => [name, complaint(join(directory, name))]));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

it('finds circles of values, of types alone, and of what is loaded later', () => {
  for (const back of ["import { a } from './a';", "import type { A } from '@/a';", "export { a } from './a';", "export const b = () => import('./a');"]) {
    const files = said({ 'a.ts': "import { b } from './b';", 'b.ts': back, 'c.ts': "import { a } from './a';" });
    expect(files['a.ts'], back).toContain('a.ts → b.ts → a.ts');
    expect(files['b.ts'], back).toContain('b.ts → a.ts → b.ts');
    expect(files['c.ts'], back).toBeUndefined();
  }
});

it('finds the shortest of the circles, and none where two ways lead to one file', () => {
  const long = said({ 'a.ts': "import './b';", 'b.ts': "import './c'; import './a';", 'c.tsx': "import './a';" });
  expect(long['a.ts']).toContain('a.ts → b.ts → a.ts');
  expect(long['c.tsx']).toContain('c.tsx → a.ts → b.ts → c.tsx');
  expect(Object.values(said({ 'a.ts': "import './b'; import './c';", 'b.ts': "import './d';", 'c.ts': "import './d';", 'd.ts': '' }))).toEqual(Array(4).fill(undefined));
});
