import { defineConfig } from 'vitest/config';

/**
 * Milliseconds after which a test or hook has lost its way. No test asserts how quick something is: these are ten times what is
 * needed on two idle cores and more, so that a busy machine fails nothing.
 */
const watchdog = (milliseconds: number) => ({ testTimeout: milliseconds, hookTimeout: milliseconds });

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          ...watchdog(120_000),
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
      { test: { name: 'parity', include: ['tests/parity/**/*.test.ts'], ...watchdog(120_000) } },
      { test: { name: 'contract', include: ['tests/contract/**/*.test.ts'], ...watchdog(120_000) } },
      { test: { name: 'cli', include: ['tests/cli/**/*.test.ts'], ...watchdog(240_000) } },
      {
        test: {
          name: 'large', // gigabytes and minutes: on demand, not part of npm test
          include: ['tests/large/**/*.test.ts'],
          ...watchdog(900_000),
          fileParallelism: false,
          disableConsoleIntercept: true,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/*.test.ts'],
          ...watchdog(180_000),
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'package',
          include: ['tests/e2e/package/**/*.test.ts'],
          ...watchdog(180_000),
        },
      },
    ],
  },
});
