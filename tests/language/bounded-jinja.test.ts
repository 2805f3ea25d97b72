import { describe, expect, it } from 'vitest';
import { renderJinja } from '../../src-engine/language/bounded-jinja.ts';
import { JinjaError } from '../../src-engine/language/jinja/errors.ts';
import { jinjaLimits } from '../../src-engine/language/limits.ts';

const text = (source: string): string => renderJinja(source, {}).text;

describe('renderJinja', () => {
  it('renders loops, conditions, ranges and constants', () => {
    const source =
      '{% for i in range(1, 7, 2) %}{{ i }}{% if not loop.last %},{% endif %}{% endfor %}{% if none is none and true %}!{% endif %}';
    expect(text(source)).toBe('1,3,5!');
  });

  it('counts a range down', () => {
    expect(text('{{ range(3, 0, -1) | join }}')).toBe('321');
  });

  it('trims blocks as transformers does', () => {
    expect(text('{% if true %}\n  a\n  {% endif %}\nb')).toBe('  a\nb');
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
    [
      'text that is printed from a list of lists that doubles',
      '{% set ns = namespace(t=["a"]) %}{% for i in range(60) %}{% set ns.t = [ns.t, ns.t] %}{% endfor %}{{ ns.t }}',
    ],
    [
      'the same as JSON',
      '{% set ns = namespace(t=["a"]) %}{% for i in range(60) %}{% set ns.t = [ns.t, ns.t] %}{% endfor %}{{ ns.t | tojson }}',
    ],
    [
      'a comparison of such lists',
      '{% set ns = namespace(t=["a"], u=["a"]) %}{% for i in range(60) %}{% set ns.t = [ns.t, ns.t] %}{% set ns.u = [ns.u, ns.u] %}{% endfor %}{{ ns.t == ns.u }}',
    ],
    [
      'a list in a list in a list',
      '{% set ns = namespace(t=[]) %}{% for i in range(9000) %}{% set ns.t = [ns.t] %}{% endfor %}{{ ns.t }}',
    ],
    ['a width that fills the memory', '{{ "a".center(10 ** 12) }}{{ "%1000000000d" % 1 }}'],
    ['a text many times', '{{ "a" * 10 ** 12 }}'],
    ['a number without end', '{{ 9 ** (9 ** 9) }}'],
    [
      'replacements that multiply',
      '{% set ns = namespace(t="aaaaaaaaaa") %}{% for i in range(30) %}{% set ns.t = ns.t.replace("a", "aaaaaaaaaa") %}{% endfor %}{{ ns.t | length }}',
    ],
    ['brackets without end', `{{ ${'('.repeat(50_000)}`],
    ['a sum without end', `{{ ${'1 + '.repeat(60_000)}1 }}`],
    ['blocks in blocks', '{% if true %}'.repeat(9000)],
    ['a loop that runs itself', '{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}'],
    [
      'a walk over a list within itself',
      '{% for a in range(9999) %}{% for b in range(9999) if b < 0 %}{% endfor %}{% endfor %}',
    ],
    [
      'a tuple of itself twice as a key',
      '{% set ns = namespace(t=(1,)) %}{% for i in range(60) %}{% set ns.t = (ns.t, ns.t) %}{% endfor %}{{ {ns.t: 1} }}',
    ],
    [
      'a long text looked at again and again',
      '{% set t = "a" * 1000000 %}{% for i in range(9999) %}{{ t.startswith("b") or t | length == 1 or t[-1] == "b" or "b" in t or t < "b" }}{% endfor %}',
    ],
    [
      'a format of many open brackets',
      '{% set t = "%(" * 400000 %}{% for i in range(99) %}{{ t % {} }}{% endfor %}',
    ],
    [
      'digits that are no number',
      '{% set t = "1" * 1000000 ~ "x" %}{% for i in range(9999) %}{{ t | float }}{{ t | int }}{{ (t ~ " b").rsplit(none, 1) | length }}{% endfor %}',
    ],
    ['a macro that calls itself', '{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}'],
    ['an exception of its own', "{{ raise_exception('no') }}"],
    ['a syntax error', '{% for %}'],
    ['an unclosed block', '{% if true %}a'],
  ])('stops at %s', (_, source) => {
    expect(() => renderJinja(source, {})).toThrow(JinjaError);
  });

  it('counts steps, entries and characters, so that the same template always ends in the same way', () => {
    const few = (source: string, steps: number) => () =>
      renderJinja(source, {}, { limits: { ...jinjaLimits, steps } }).text;
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
