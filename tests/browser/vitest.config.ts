import { defineConfig } from 'vitest/config';

// One file at a time: each has a system and a browser of its own, and the machine may be small.
export default defineConfig({
  test: { include: ['src/**/*.test.ts'], fileParallelism: false, testTimeout: 120_000, hookTimeout: 180_000 },
});
