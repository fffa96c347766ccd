import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

import { brotli } from './build/brotli.ts';
import { CHUNKS } from './build/chunks.ts';
import { stylesWithNonce } from './build/styles-with-nonce.ts';

/** Where `make run` serves the API. */
const API = process.env.FOYER_API ?? 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [react(), stylesWithNonce(), brotli()],
  // The operation `get-page` puts a nonce in its place, another for each response.
  html: { cspNonce: '{{nonce}}' },
  resolve: { alias: { '@': fileURLToPath(new URL('src', import.meta.url)) } },
  build: {
    outDir: 'dist',
    assetsDir: 'assets',
    // No file becomes a data: address, so the Content-Security-Policy needs no exception.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    reportCompressedSize: false,
    manifest: true,
    rolldownOptions: { output: { codeSplitting: { groups: CHUNKS } } },
  },
  server: {
    port: 5173,
    proxy: { '/api': API, '/_local': API },
  },
  test: { include: ['src/**/*.test.{ts,tsx}', 'build/**/*.test.ts'] },
});
