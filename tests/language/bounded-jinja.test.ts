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
    expect(() => renderJinja(source, {})).toThrow();
  });

  it('counts steps, entries and characters, so that the same template always ends in the same way', () => {
    const few = (source: string, steps: number) => () => renderJinja(source, {}, { ...jinjaLimits, steps });
    expect(few('{% for i in range(5) %}{{ i }}{% endfor %}', 40)()).toBe('01234');
    const endless = 'the template does not come to an end';
    expect(few('{% for i in range(50) %}{{ i }}{% endfor %}', 40)).toThrow(endless);
    expect(few('{{ range(500) | length }}', 40)).toThrow(endless);
    expect(few(`{{ "${'a'.repeat(64 * 50)}" }}`, 40)).toThrow(endless);
  });

  it('refuses a source that is too long', () => {
    expect(() => renderJinja('a'.repeat(jinjaLimits.source + 1), {})).toThrow(/too long/);
  });
});
