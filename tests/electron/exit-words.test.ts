import { describe, expect, it } from 'vitest';
import { exitInWords, wasKilled, type Ending } from '../../electron/exit-words.ts';

describe('exitInWords', () => {
  it.each<[Ending, NodeJS.Platform, string]>([
    [
      { code: 9, reason: 'killed' },
      'linux',
      'The engine process was ended from outside (SIGKILL); the usual reason is too little memory.',
    ],
    [
      { code: 9, reason: 'killed', forMemory: true },
      'linux',
      'The engine ran out of memory, and the system ended it (SIGKILL).',
    ],
    [
      { code: 15, reason: 'killed', forMemory: true },
      'linux',
      'The engine process was ended from outside (SIGTERM); the usual reason is too little memory.',
    ],
    [
      { code: 11, reason: 'crashed' },
      'linux',
      'The engine crashed in native code (SIGSEGV, a memory fault).',
    ],
    [
      { code: 6, reason: 'crashed' },
      'darwin',
      'The engine crashed in native code (SIGABRT, a failed check in native code).',
    ],
    [
      { code: -1073741819, reason: 'crashed' },
      'win32',
      'The engine crashed in native code (an access violation).',
    ],
    [{ code: 99, reason: 'crashed' }, 'linux', 'The engine crashed in native code.'],
    [{ code: 5, reason: 'oom' }, 'linux', 'The engine ran out of memory.'],
    [{ code: 1, reason: 'abnormal-exit' }, 'linux', 'The engine process ended with exit code 1.'],
    [{ code: 0 }, 'linux', 'The engine process ended by itself.'],
    [{ code: 0, reason: 'launch-failed' }, 'linux', 'The engine process could not be started.'],
  ])('turns %j on %s into a sentence', (ending, platform, sentence) => {
    expect(exitInWords(ending, platform)).toBe(sentence);
  });
});

describe('wasKilled', () => {
  it.each<[Ending, boolean]>([
    [{ code: 9, reason: 'killed' }, true],
    [{ code: 5, reason: 'oom' }, true],
    [{ code: 6, reason: 'crashed' }, false],
    [{ code: 1, reason: 'abnormal-exit' }, false],
    [{ code: 9 }, false], // nobody has said so
  ])('says of %j that somebody killed it: %s', (ending, killed) => {
    expect(wasKilled(ending)).toBe(killed);
  });
});
