import { describe, expect, it } from 'vitest';
import { createReporter, progressLine } from '../../src-engine/cli/reporter.ts';

function reporter(terminal: boolean, flags: { quiet?: boolean; json?: boolean } = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const made = createReporter(
    {
      createEngine: () => Promise.reject(new Error('no engine here')),
      stdout: { write: (text) => out.push(text), isTTY: terminal },
      stderr: { write: (text) => err.push(text), isTTY: terminal, columns: 30 },
      signal: new AbortController().signal,
    },
    flags,
  );
  return { made, out, err };
}

describe('createReporter', () => {
  it('keeps results, documents and words apart', () => {
    const { made, out, err } = reporter(false);
    made.result('result');
    made.document({ a: 1 });
    made.say('word');
    expect([out, err]).toEqual([['result\n'], ['word\n']]);
  });

  it('prints the document alone under --json', () => {
    const { made, out, err } = reporter(false, { json: true });
    made.result('result');
    made.piece('piece');
    made.document({ a: 1 });
    made.say('word');
    expect([out, err]).toEqual([['{"a":1}\n'], ['word\n']]);
  });

  it('keeps words and progress back under --quiet', () => {
    const { made, out, err } = reporter(true, { quiet: true });
    made.say('word');
    made.progress({ stage: 's', done: 0, total: 1 }, true);
    made.result('result');
    expect([out, err]).toEqual([['result\n'], []]);
  });

  it('overwrites one line of progress on a terminal and takes it away', () => {
    const { made, err } = reporter(true);
    made.progress({ stage: 'Loading weights', done: 1, total: 2 });
    made.progress({ stage: 'A stage with a name longer than the terminal', done: 1, total: 2 });
    made.say('word');
    expect(err).toEqual([
      '\r\u001b[2KLoading weights (50 %)',
      '\r\u001b[2KA stage with a name longer th',
      '\r\u001b[2K',
      'word\n',
    ]);
  });

  it('tells a pipe nothing, or each stage once', () => {
    const { made, err } = reporter(false);
    made.progress({ stage: 'Loading', done: 0, total: 2 });
    made.progress({ stage: 'Point 1', done: 0, total: 2 }, true);
    made.progress({ stage: 'Point 1', done: 1, total: 2 }, true);
    made.progress({ stage: 'Point 2', done: 1, total: 2 }, true);
    expect(err).toEqual(['Point 1 (0 %)\n', 'Point 2 (50 %)\n']);
  });

  it("disarms a model's control characters for a terminal and leaves them to a pipe", () => {
    const terminal = reporter(true);
    terminal.made.piece('\u001b[2J');
    const pipe = reporter(false);
    pipe.made.piece('\u001b[2J');
    expect([terminal.out, pipe.out]).toEqual([['\uFFFD[2J'], ['\u001b[2J']]);
  });
});

describe('progressLine', () => {
  it('adds the remaining time once it can be known', () => {
    const stage = 'Finding thresholds';
    expect(progressLine({ stage, done: 1, total: 4 }, 20_000)).toBe(
      'Finding thresholds (25 %, about 60 s left)',
    );
    expect(progressLine({ stage, done: 1, total: 4 }, 2_000)).toBe('Finding thresholds (25 %)');
    expect(progressLine({ stage, done: 1, total: 40 }, 20_000)).toBe('Finding thresholds (3 %)');
    expect(progressLine({ stage, done: 4, total: 4 }, 20_000)).toBe('Finding thresholds (100 %)');
    expect(progressLine({ stage, done: 0, total: 0 }, 20_000)).toBe('Finding thresholds (0 %)');
  });
});
