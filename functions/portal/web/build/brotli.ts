import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import type { Plugin } from 'vite';

/** What compresses; pictures and fonts are compressed already. */
const TEXT = /\.(js|css|svg|webmanifest)$/;

/** Writes a Brotli form beside each file of text, when all files are there: made once, and sent many times. */
export function brotli(): Plugin {
  let directory = '';
  return {
    name: 'foyer:brotli',
    apply: 'build',
    configResolved(config) {
      directory = resolve(config.root, config.build.outDir);
    },
    closeBundle() {
      for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
        if (TEXT.test(name)) writeFileSync(join(directory, `${name}.br`), compressed(readFileSync(join(directory, name))));
      }
    },
  };
}

function compressed(bytes: Buffer): Buffer {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
}
