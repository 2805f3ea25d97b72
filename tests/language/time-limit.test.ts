import { describe, expect, it } from 'vitest';
import { withinTime } from '../../src-engine/language/time-limit.ts';
import { createTokenizer } from '../../src-engine/language/tokenizer.ts';
import { fixtureObject } from './fixtures.ts';

describe('withinTime', () => {
  it('hands through what the work returns and what it throws', () => {
    expect(withinTime(1000, () => 7)).toBe(7);
    expect(() =>
      withinTime(1000, () => {
        throw new TypeError('its own');
      }),
    ).toThrow(new TypeError('its own'));
    expect(withinTime(1000, () => withinTime(1000, () => 'inside'))).toBe('inside');
  });

  it('begins anew what was interrupted without having had the processor, and gives up at last', () => {
    const cell = new Int32Array(new SharedArrayBuffer(4));
    const sleep = () => Atomics.wait(cell, 0, 0, 150);
    let begun = 0;
    const value = withinTime(50, () => {
      begun += 1;
      if (begun < 3) sleep();
      return begun;
    });
    expect(value).toBe(3);
    begun = 0;
    expect(() =>
      withinTime(50, () => {
        begun += 1;
        sleep();
      }),
    ).toThrow('Nothing came of it within 50 ms.');
    expect(begun).toBe(5);
  });

  it('interrupts a loop and a regular expression that backtracks without end', () => {
    const endless = /^(a+)+$/u;
    expect(() => withinTime(50, () => endless.test(`${'a'.repeat(60)}!`))).toThrow(RangeError);
    expect(() =>
      withinTime(50, () => {
        for (;;);
      }),
    ).toThrow('Nothing came of it within 50 ms.');
    expect(withinTime(50, () => 'still there')).toBe('still there');
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
      'tokenizer.json failed on the prompt; download the checkpoint again.',
    );
  }, 30_000);
});
