import { defineConfig } from 'vitest/config';

// Two files at a time: each has a system and a browser of its own, and the machine may be small.
export default defineConfig({
  test: { include: ['src/**/*.test.ts'], maxWorkers: 2, testTimeout: 300_000, hookTimeout: 180_000 },
});
