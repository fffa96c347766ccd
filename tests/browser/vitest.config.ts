import { defineConfig } from 'vitest/config';

// Two files at a time: each has a system and a browser of its own, and the machine may be small. The limits only end what
// hangs: everything waits for what happens, however busy the machine is.
export default defineConfig({
  test: { include: ['src/**/*.test.ts'], maxWorkers: 2, testTimeout: 900_000, hookTimeout: 600_000 },
});
