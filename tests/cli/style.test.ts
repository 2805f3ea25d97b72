import { describe, expect, it } from 'vitest';
import { createStyle } from '../../src-engine/cli/style.ts';

const output = (isTTY: boolean) => ({ write: () => true, isTTY });

describe('createStyle', () => {
  it('colours on a terminal', () => {
    expect(createStyle(output(true)).added('x')).toBe('\u001b[32mx\u001b[39m');
  });

  it.each([
    ['a pipe', false, {}],
    ['NO_COLOR', true, { NO_COLOR: '1' }],
    ['a dumb terminal', true, { TERM: 'dumb' }],
  ])('stays plain for %s', (_, isTTY, environment) => {
    const style = createStyle(output(isTTY), environment);
    expect([style.added('x'), style.removed('x'), style.bold('x')]).toEqual(['x', 'x', 'x']);
  });

  it('takes an empty NO_COLOR for none', () => {
    expect(createStyle(output(true), { NO_COLOR: '' }).bold('x')).toBe('\u001b[1mx\u001b[22m');
  });
});
