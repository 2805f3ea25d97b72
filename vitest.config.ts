import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          testTimeout: 30_000, // property tests on a machine that is busy
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: [
            'tests/parity/**',
            'tests/contract/**',
            'tests/cli/**',
            'tests/e2e/**',
            'tests/package/**',
            'tests/large/**',
          ],
        },
      },
      { test: { name: 'parity', include: ['tests/parity/**/*.test.ts'], testTimeout: 60_000 } },
      { test: { name: 'contract', include: ['tests/contract/**/*.test.ts'], testTimeout: 60_000 } },
      { test: { name: 'cli', include: ['tests/cli/**/*.test.ts'], testTimeout: 120_000 } },
      {
        test: {
          name: 'large', // gigabytes and minutes: on demand, not part of npm test
          include: ['tests/large/**/*.test.ts'],
          testTimeout: 900_000,
          hookTimeout: 900_000,
          fileParallelism: false,
          disableConsoleIntercept: true,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'package',
          include: ['tests/e2e/package/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
