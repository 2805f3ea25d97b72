/** `text % values`: printf in Python's manner, which the filter `format` uses too. */
import type { Budget } from './budget.ts';
import { JinjaError, JinjaUnsupported } from './errors.ts';
import { codePoints, lengthOf } from './python-text.ts';
import { repr, str } from './show.ts';
import {
  type Value,
  Dict,
  indexOf,
  List,
  numberOf,
  Range,
  textOf,
  Tuple,
  typeName,
  Undefined,
} from './values.ts';

const placeholder = /%(?:\(([^)]{0,60})\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+))?[hlL]?([^])?/gu;

export function percentFormat(text: string, values: Value, budget: Budget): string {
  budget.read(text);
  const given: readonly Value[] = values instanceof Tuple ? values.items : [values];
  let used = 0;
  const next = (): Value => {
    const value = given[used];
    used += 1;
    if (value === undefined) throw new JinjaError('not enough arguments for format string');
    return value;
  };
  const made = text.replace(
    placeholder,
    (_, key?: string, flags: string = '', width?: string, precision?: string, type: string = '') => {
      if (type === '%') return '%';
      const size = (asked: string | undefined): number | undefined => {
        if (asked === '*') return indexOf(next());
        return asked === undefined ? undefined : Number(asked);
      };
      const [room, digits] = [size(width), size(precision)];
      const value = key === undefined ? next() : byName(values, key);
      for (const count of [room, digits]) budget.characters(Math.abs(count ?? 0));
      return one(value, { flags, room, digits, type }, budget);
    },
  );
  // Whatever can be asked for an entry might be there for names that the text does not use.
  const named = isSubscript(values);
  const left = !named && used < given.length;
  if (left) throw new JinjaError('not all arguments converted during string formatting');
  return budget.text(made);
}

function isSubscript(value: Value): boolean {
  return (
    value instanceof Dict || value instanceof List || value instanceof Range || value instanceof Undefined
  );
}

function byName(values: Value, key: string): Value {
  if (!(values instanceof Dict)) throw new JinjaError('format requires a mapping');
  const value = values.get(key);
  if (value === undefined) throw new JinjaError(`there is no value '${key}' for the format string`);
  return value;
}

interface Shape {
  readonly flags: string;
  readonly room: number | undefined;
  readonly digits: number | undefined;
  readonly type: string;
}

function one(value: Value, { flags, room = 0, digits, type }: Shape, budget: Budget): string {
  if (type === 's' || type === 'r') {
    const shown = type === 's' ? str(value, budget) : repr(value, budget);
    return pad(
      codePoints(shown).slice(0, digits).join(''),
      room,
      flags.includes('-') ? 'left' : 'right',
      ' ',
    );
  }
  if (type === 'c') {
    const text = textOf(value) ?? String.fromCodePoint(indexOf(value));
    if (lengthOf(text) !== 1) throw new JinjaError('%c requires int or char');
    return pad(text, room, flags.includes('-') ? 'left' : 'right', ' ');
  }
  const shown = numeric(value, type, digits, flags);
  const negative = shown.startsWith('-');
  const sign = negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const size = negative ? shown.slice(1) : shown;
  if (flags.includes('-')) return pad(sign + size, room, 'left', ' ');
  if (!flags.includes('0')) return pad(sign + size, room, 'right', ' ');
  return sign + pad(size, room - sign.length, 'right', '0');
}

function numeric(value: Value, type: string, digits: number | undefined, flags: string): string {
  const number = numberOf(value);
  if (number === undefined)
    throw new JinjaError(`%${type} format: a number is required, not ${typeName(value)}`);
  if (flags.includes('#')) throw new JinjaUnsupported(`the format '%#${type}'`);
  if ('diu'.includes(type)) {
    const whole = typeof number === 'bigint' ? number : BigInt(Math.trunc(number));
    const text = String(whole < 0n ? -whole : whole).padStart(digits ?? 0, '0');
    return whole < 0n ? `-${text}` : text;
  }
  if ('xXo'.includes(type) && typeof number === 'bigint') {
    const text = number.toString(type === 'o' ? 8 : 16);
    return type === 'X' ? text.toUpperCase() : text;
  }
  if (type === 'f' || type === 'F') return fixed(Number(number), digits ?? 6);
  throw new JinjaUnsupported(`the format '%${type}'`);
}

/** A float with a fixed number of decimals: the nearest, and the even one of two that are equally near. */
export function fixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) throw new JinjaUnsupported('a format of an infinite number');
  if (digits > 60 || Math.abs(value) >= 1e21) throw new JinjaUnsupported('so many digits of a number');
  // toFixed takes the larger of two neighbours; 40 more digits show every tie that a float of this size can be.
  const long = value.toFixed(digits + 40);
  const cut = long.indexOf('.') + (digits === 0 ? 0 : 1 + digits);
  const kept = long.slice(0, cut);
  const isTie = /^50*$/u.test(long.slice(cut).replace('.', ''));
  return isTie && /[02468]$/u.test(kept) ? kept : value.toFixed(digits);
}

export function pad(
  text: string,
  room: number,
  towards: 'left' | 'right' | 'centre',
  filler: string,
): string {
  const missing = Math.max(0, room - lengthOf(text));
  if (towards === 'left') return text + filler.repeat(missing);
  if (towards === 'right') return filler.repeat(missing) + text;
  // Python's choice of the side that gets the odd one.
  const left = Math.floor(missing / 2) + (missing & room & 1);
  return filler.repeat(left) + text + filler.repeat(missing - left);
}
