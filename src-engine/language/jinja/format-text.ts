/** `'{} and {name:>8}'.format(...)`: fields by place or name, with widths, signs and decimals. */
import type { Budget } from './budget.ts';
import { JinjaError, JinjaUnsupported } from './errors.ts';
import { fixed, pad } from './percent-format.ts';
import { codePoints } from './python-text.ts';
import { repr, str } from './show.ts';
import { type Keywords, type Value, numberOf, textOf, typeName } from './values.ts';

const field = /\{\{|\}\}|\{([^{}:!]*)(?:!([rs]))?(?::([^{}]*))?\}|[{}]/gu;

export function formatText(text: string, args: readonly Value[], keywords: Keywords, budget: Budget): string {
  let next = 0;
  const value = (name: string): Value => {
    if (/[.[]/u.test(name)) throw new JinjaUnsupported(`the format field '{${name}}'`);
    const numbered = name === '' || /^\d+$/u.test(name);
    const found = numbered ? args[name === '' ? next : Number(name)] : keywords.get(name);
    if (name === '') next += 1;
    if (found === undefined) throw new JinjaError(`there is no value for the format field '{${name}}'`);
    return found;
  };
  const made = text.replace(field, (all: string, name?: string, conversion?: string, spec: string = '') => {
    if (all === '{{' || all === '}}') return all.slice(1);
    if (name === undefined) throw new JinjaError(`a single '${all}' stands in a format string`);
    const given = value(name);
    const shown =
      conversion === undefined ? given : conversion === 'r' ? repr(given, budget) : str(given, budget);
    return spec === '' ? str(shown, budget) : withSpec(shown, spec, budget);
  });
  return budget.text(made);
}

const shape = /^(?:([^])?([<>^=]))?([-+ ])?(0)?(\d+)?(,)?(?:\.(\d+))?([a-zA-Z%])?$/u;
const sides = { '<': 'left', '>': 'right', '^': 'centre' } as const;

function withSpec(value: Value, spec: string, budget: Budget): string {
  const parts = shape.exec(spec);
  if (parts === null) throw new JinjaUnsupported(`the format '{:${spec}}'`);
  const [, filler = ' ', align, sign = '-', zero, width = '0', comma, precision, type] = parts;
  const room = Number(width);
  budget.characters(room);
  const text = textOf(value);
  if (text !== undefined) {
    if (zero !== undefined || comma !== undefined || align === '=' || (type ?? 's') !== 's') {
      throw new JinjaUnsupported(`the format '{:${spec}}' for text`);
    }
    const shown = codePoints(text)
      .slice(0, precision === undefined ? undefined : Number(precision))
      .join('');
    return pad(shown, room, side(align, 'left'), filler);
  }
  const number = numberOf(value);
  if (number === undefined) throw new JinjaError(`unsupported format string passed to ${typeName(value)}`);
  const size = digits(number, type, precision, spec);
  const negative = size.startsWith('-');
  const grouped = comma === undefined ? size.replace('-', '') : group(size.replace('-', ''));
  const mark = negative ? '-' : sign === '-' ? '' : sign;
  if (zero !== undefined && comma !== undefined) throw new JinjaUnsupported(`the format '{:${spec}}'`);
  if (align === '=' || (align === undefined && zero !== undefined)) {
    return mark + pad(grouped, room - mark.length, 'right', zero ?? filler);
  }
  return pad(mark + grouped, room, side(align, 'right'), zero ?? filler);
}

function side(align: string | undefined, missing: 'left' | 'right'): 'left' | 'right' | 'centre' {
  return align === '<' || align === '>' || align === '^' ? sides[align] : missing;
}

function digits(
  number: bigint | number,
  type: string | undefined,
  precision: string | undefined,
  spec: string,
): string {
  if (typeof number === 'bigint' && precision === undefined) {
    if (type === undefined || type === 'd') return String(number);
    if (type === 'x' || type === 'X') {
      const hex = number.toString(16);
      return type === 'X' ? hex.toUpperCase() : hex;
    }
  }
  if (type === 'f' || type === 'F') return fixed(Number(number), Number(precision ?? 6));
  if (type === '%') return `${fixed(Number(number) * 100, Number(precision ?? 6))}%`;
  throw new JinjaUnsupported(`the format '{:${spec}}'`);
}

function group(size: string): string {
  const [whole = '', ...rest] = size.split('.');
  return [whole.replace(/\B(?=(?:\d{3})+$)/gu, ','), ...rest].join('.');
}
