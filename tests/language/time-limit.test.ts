import { describe, expect, it } from 'vitest';
import { withinTime } from '../../src-engine/language/time-limit.ts';
import type { Watch } from '../../src-engine/language/time-limit.ts';
import { createTokenizer } from '../../src-engine/language/tokenizer.ts';
import { fixtureObject } from './fixtures.ts';

describe('withinTime', () => {
  it('hands through what the work returns and what it throws', () => {
    expect(withinTime(5_000, () => 7)).toBe(7);
    expect(() =>
      withinTime(5_000, () => {
        throw new TypeError('its own');
      }),
    ).toThrow(new TypeError('its own'));
    expect(withinTime(5_000, () => withinTime(5_000, () => 'inside'))).toBe('inside');
  });

  /** Interrupts the first so many attempts; each one that runs takes `used` of the processor. */
  function interrupting(times: number, used: number): Watch & { readonly begun: () => number } {
    let begun = 0;
    let processor = 0;
    return {
      attempt: (_, work) => {
        begun += 1;
        processor += used;
        return begun <= times ? { kind: 'interrupted', cause: 'over' } : { kind: 'done', value: work() };
      },
      processor: () => processor,
      begun: () => begun,
    };
  }

  it('begins anew what was interrupted without having had the processor, five times at most', () => {
    const twice = interrupting(2, 20);
    expect(withinTime(50, () => 'done', twice)).toBe('done');
    expect(twice.begun()).toBe(3);
    const always = interrupting(Infinity, 20);
    expect(() => withinTime(50, () => 'done', always)).toThrow('It did not finish within 50 ms.');
    expect(always.begun()).toBe(5);
  });

  it('gives up at once on what had the processor all the while', () => {
    const busy = interrupting(Infinity, 49);
    expect(() => withinTime(50, () => 'done', busy)).toThrow('It did not finish within 50 ms.');
    expect(busy.begun()).toBe(1);
  });

  it('interrupts a loop and a regular expression that backtracks without end', () => {
    const endless = /^(a+)+$/u;
    expect(() => withinTime(50, () => endless.test(`${'a'.repeat(60)}!`))).toThrow(RangeError);
    expect(() =>
      withinTime(50, () => {
        for (;;);
      }),
    ).toThrow('It did not finish within 50 ms.');
    expect(withinTime(5_000, () => 'still there')).toBe('still there');
  });
});

describe('createTokenizer', () => {
  it('ends in one sentence where a pattern of tokenizer.json backtracks without end', () => {
    const json = fixtureObject('llava15/tokenizer.json');
    const pattern = { type: 'Split', pattern: { Regex: '^(a+)+$' }, behavior: 'Isolated', invert: false };
    const tokenizer = createTokenizer({
      json: { ...json, pre_tokenizer: pattern },
      config: fixtureObject('llava15/tokenizer_config.json'),
    });
    expect(() => tokenizer.encode(`${'a'.repeat(60)}!`)).toThrow(
      "'tokenizer.json' failed on the prompt; download it again from where the model was published.",
    );
  });
});
