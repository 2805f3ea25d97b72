import { describe, expect, it } from 'vitest';
import { renderJinja } from '../../src-engine/language/bounded-jinja.ts';
import { jinjaLimits } from '../../src-engine/language/limits.ts';

describe('renderJinja', () => {
  it('renders loops, conditions, ranges and constants', () => {
    const source =
      '{% for i in range(1, 7, 2) %}{{ i }}{% if not loop.last %},{% endif %}{% endfor %}{% if none is none and true %}!{% endif %}';
    expect(renderJinja(source, {})).toBe('1,3,5!');
  });

  it('counts a range down', () => {
    expect(renderJinja('{{ range(3, 0, -1) | join }}', {})).toBe('321');
  });

  it('trims blocks as transformers does', () => {
    expect(renderJinja('{% if true %}\n  a\n  {% endif %}\nb', {})).toBe('  a\nb');
  });

  const nested =
    '{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}{% endfor %}{% endfor %}{% endfor %}';
  it.each([
    ['loops without end', nested],
    ['a range that fills the memory', '{{ range(10000000000) | length }}'],
    ['a range without steps', '{{ range(0, 5, 0) | length }}'],
    [
      'text that doubles',
      '{% set ns = namespace(t="aaaaaaaa") %}{% for i in range(40) %}{% set ns.t = ns.t ~ ns.t %}{% endfor %}{{ ns.t }}',
    ],
    [
      'a list that doubles',
      '{% set ns = namespace(t=[1,2,3,4]) %}{% for i in range(40) %}{% set ns.t = ns.t + ns.t %}{% endfor %}{{ ns.t | length }}',
    ],
    ['a macro that calls itself', '{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}'],
    ['an exception of its own', "{{ raise_exception('no') }}"],
    ['a syntax error', '{% for %}'],
    ['an unclosed block', '{% if true %}a'],
  ])('stops at %s', (_, source) => {
    const started = performance.now();
    expect(() => renderJinja(source, {}, { ...jinjaLimits, milliseconds: 300 })).toThrow();
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('refuses a source that is too long', () => {
    expect(() => renderJinja('a'.repeat(jinjaLimits.source + 1), {})).toThrow(/too long/);
  });
});
