import { parseArgs } from 'node:util';
import { expect, it } from 'vitest';
import { readOptions, refusal } from '../../tools/read-options.ts';

const options = { rounds: { type: 'string', default: '3' }, quick: { type: 'boolean' } } as const;

function said(...args: string[]): string {
  try {
    parseArgs({ args, options });
  } catch (error) {
    return refusal(error, Object.keys(options));
  }
  throw new Error('Nothing was refused.');
}

it('Options are read as Node reads them', () => {
  expect(readOptions({ args: ['--quick'], options }).values).toEqual({ rounds: '3', quick: true });
});

it('An option that a tool does not have, a value that is missing and a word that is too many are refused in one sentence', () => {
  expect(said('--unknown')).toBe("Unknown option '--unknown'; the options are --rounds, --quick.");
  expect(said('--help')).toBe("Unknown option '--help'; the options are --rounds, --quick.");
  expect(said('--rounds')).toBe(
    "Option '--rounds <value>' argument missing; the options are --rounds, --quick.",
  );
  expect(said('word')).toBe("Unexpected argument 'word'; the options are --rounds, --quick.");
});

it('Another error is not called one of the options', () => {
  expect(() => refusal(new TypeError('no list'), [])).toThrow('no list');
});
