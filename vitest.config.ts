import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Files in parallel: by itself vitest leaves one core free, which on two cores means one after the other.
    maxWorkers: '100%',
    globalSetup: 'test/run-once.ts',
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    // Tests write only below the system's temporary folder and remove what they wrote.
    pool: 'forks',
  },
});
