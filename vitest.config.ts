import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    // Tests write only below the system's temporary folder and remove what they wrote.
    pool: 'forks',
  },
});
