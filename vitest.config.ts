import { defineConfig } from 'vitest/config';

/**
 * Milliseconds after which a test or hook has lost its way. No test asserts how quick something is: these are ten times what is
 * needed on two idle cores and more, so that a busy machine fails nothing.
 */
const watchdog = (milliseconds: number) => ({
  testTimeout: milliseconds,
  hookTimeout: milliseconds,
  // vitest's own patience with what comes a while later is a second, Playwright's (tests/e2e/support/launch.ts) half a minute.
  expect: { poll: { timeout: 60_000 } },
});

/** Modules at work together: whole folders, sessions of the runtime, studies of hundreds of runs, and modules replaced by spies. */
const integration = [
  'tests/bench/{bench,random-weights}.test.ts',
  'tests/checkpoint/hostile/**/*.test.ts',
  'tests/checkpoint/{published,quantised/*,tensor-index,original-layout}.test.ts',
  'tests/evaluation/{evaluate-model,precision-check,rows}.test.ts',
  'tests/graph/*.test.ts',
  'tests/hostile/*.test.ts',
  'tests/inference/*.test.ts',
  'tests/serve/offered.test.ts',
  'tests/packaging/{installers,wrapped}.test.ts',
  'tests/{collection,jobs,reliability}/*.test.ts',
  'tests/tools/**/*.test.ts',
  'tests/vision/{picture-store,resize}.test.ts',
];

/** Every file would read its modules anew, which takes as long as its tests; they are read once a process. */
const together = { isolate: false } as const;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit', // pure code, module by module
          ...watchdog(120_000),
          ...together,
          include: ['tests/**/*.test.ts'],
          exclude: [
            ...integration,
            'tests/renderer/**',
            'tests/parity/**',
            'tests/contract/**',
            'tests/cli/**',
            'tests/e2e/**',
            'tests/large/**',
          ],
        },
      },
      { test: { name: 'integration', include: integration, ...watchdog(120_000) } },
      {
        test: {
          name: 'window',
          ...watchdog(120_000),
          ...together,
          include: ['tests/renderer/**/*.test.{ts,tsx}'],
        },
      },
      { test: { name: 'parity', include: ['tests/parity/**/*.test.ts'], ...together, ...watchdog(120_000) } },
      {
        test: {
          name: 'contract',
          include: ['tests/contract/**/*.test.ts'],
          ...together,
          ...watchdog(120_000),
        },
      },
      { test: { name: 'cli', include: ['tests/cli/**/*.test.ts'], ...together, ...watchdog(240_000) } },
      {
        test: {
          name: 'large', // gigabytes and minutes: on demand, not part of npm test
          include: ['tests/large/**/*.test.ts', 'tests/e2e/large/*.test.ts'],
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
          fileParallelism: false, // they install and remove
        },
      },
    ],
  },
});
