import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../src-engine/errors.ts';
import { sessionText } from '../../src-engine/session-file/document.ts';
import { parseSession } from '../../src-engine/session-file/read-session.ts';
import { anySession, sampleSession } from './samples.ts';

const read = (text: string) => parseSession(Buffer.from(text), 'mine.dymu-session');

function refused(text: string): EngineError {
  try {
    read(text);
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
  throw new Error('It was read.');
}

const withChange = (change: object) => sessionText({ ...sampleSession, ...change });

describe('a session', () => {
  it('is the same after it was written and read', () => {
    fc.assert(
      fc.property(anySession, (session) => {
        expect(read(sessionText(session))).toEqual(session);
      }),
    );
    expect(read(sessionText(sampleSession))).toEqual(sampleSession);
  });

  it('keeps the numbers that JSON has no words for', () => {
    const { answers } = read(sessionText(sampleSession));
    expect(answers['0']?.full).toHaveProperty('result.timings.tokensPerSecond', Number.POSITIVE_INFINITY);
  });
});

describe('what is no session', () => {
  it.each([
    ['', 'is not valid JSON'],
    ['\u0000', 'is not UTF-8 text'],
    ['[]', 'is not a session of this application'],
    ['{"version":1,"thresholds":[0.9]}', 'is not a session of this application'],
    ['['.repeat(100_000), 'is nested deeper than the 16 levels of a session'],
    [`[${'1,'.repeat(4_000_001)}1]`, 'has more than the 4000000 values of a session'],
    [
      withChange({ pictures: [...sampleSession.pictures, sampleSession.pictures[0]] }),
      'two pictures of one key',
    ],
    [
      withChange({ choices: { ...sampleSession.choices, selected: '9' } }),
      "picture '9' that it does not have",
    ],
    [withChange({ choices: { ...sampleSession.choices, tokens: -1 } }), 'choices.tokens is -1'],
    [withChange({ command: 'run me' }), 'command is not a field that is known'],
    [
      withChange({ pictures: [{ key: '0', name: 'x', from: { kind: 'file', path: '/x', sha256: 'no' } }] }),
      'must be a SHA-256',
    ],
  ])('is refused in one sentence: %#', (text, fact) => {
    const error = refused(text);
    expect(error.message).toContain(fact);
    expect(error.message).toContain('mine.dymu-session');
    expect(error.message).toMatch(/; open another session file, or have this one saved again\.$/);
    expect(error.message.split('\n')).toHaveLength(1);
  });

  it('says of a later version that it is one', () => {
    const error = refused(withChange({ version: 2 }));
    expect(error.code).toBe('unsupported');
    expect(error.message).toBe(
      "'mine.dymu-session' is a session of version 2; this application knows version 1; open it with a newer application.",
    );
  });
});
