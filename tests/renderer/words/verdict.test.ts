import { describe, expect, it } from 'vitest';
import { theoryShare, verdictOf } from '../../../renderer/words/verdict.ts';
import { answerOf } from '../support/samples.ts';

describe('verdictOf', () => {
  it('says how much sooner the first token came, from one run each', () => {
    const full = answerOf('Pink.', { preprocessMs: 1, encodeMs: 30, projectMs: 1, prefillMs: 40 }, 256);
    const merged = answerOf('Pink.', { preprocessMs: 1, encodeMs: 20, projectMs: 1, prefillMs: 14 });
    expect(verdictOf(full, merged)).toEqual({
      headline: '2.0× sooner',
      detail: 'first token after 36 ms instead of 72 ms, one run each',
      agreement: 'Same answer',
      same: true,
    });
  });

  it('claims nothing within the noise of one run', () => {
    const full = answerOf('Pink.', { encodeMs: 22 }, 256);
    expect(verdictOf(full, answerOf('Pink.', { encodeMs: 20 })).headline).toBe('No faster here');
  });

  it('blames the stage that dominates and does not get shorter', () => {
    const full = answerOf('Pink.', { encodeMs: 100, prefillMs: 12 }, 256);
    const merged = answerOf('Pink.', { encodeMs: 101, prefillMs: 10 });
    expect(verdictOf(full, merged).detail).toBe(
      'The encoder took 87 % of the time and was no shorter in this run. First token after 116 ms instead of 117 ms.',
    );
  });

  it('says that hardly anything merged', () => {
    const full = answerOf('Pink.', {}, 256);
    expect(verdictOf(full, answerOf('Pink.', {}, 250)).detail).toMatch(
      /^98 % of the tokens are left, so there is little to save\./,
    );
  });

  it('says that gains and losses cancel', () => {
    const full = answerOf('Pink.', { encodeMs: 40, prefillMs: 20 }, 256);
    const merged = answerOf('Pink.', { encodeMs: 35, prefillMs: 25 });
    expect(verdictOf(full, merged).detail).toMatch(/^What one stage gains another one loses\./);
  });

  it.each([
    ['Two.', 'Three.', 'A different answer'],
    ['A red car.', 'A red bus.', 'One word differs'],
    ['A red car on grass.', 'A blue bus on grass.', '2 words differ'],
    ['A red car.', 'Nothing here at all.', 'A different answer'],
  ])('%s against %s: %s', (a, b, agreement) => {
    expect(verdictOf(answerOf(a), answerOf(b))).toMatchObject({ agreement, same: false });
  });
});

describe('theoryShare', () => {
  it('is the share of multiply-adds until the first token', () => {
    expect(theoryShare(answerOf('', {}, 256), answerOf('', {}, 64))).toBe(0.25);
  });
});
