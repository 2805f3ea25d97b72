/** How Python prints a value: `str()`, `repr()` and the digits of a float. */
import type { Budget } from './budget.ts';
import { JinjaUnsupported } from './errors.ts';
import {
  type Value,
  Dict,
  Fn,
  Lazy,
  List,
  Markup,
  Namespace,
  Range,
  Special,
  Tuple,
  typeName,
  Undefined,
  View,
} from './values.ts';

/** `str(value)`. Throws JinjaUnsupported where Python prints an address in memory. */
export function str(value: Value, budget: Budget): string {
  if (typeof value === 'string') return value;
  if (value instanceof Markup) return value.text;
  return value instanceof Undefined ? '' : repr(value, budget);
}

export function repr(value: Value, budget: Budget): string {
  budget.spend();
  return budget.nested(() => represent(value, budget));
}

function represent(value: Value, budget: Budget): string {
  const all = (items: Iterable<Value>): string[] => [...items].map((item) => repr(item, budget));
  const list = (items: Iterable<Value>): string => `[${budget.join(all(items), ', ')}]`;
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return floatText(value);
  if (typeof value === 'string') return budget.text(quote(value));
  if (value instanceof Markup) return `Markup(${quote(value.text)})`;
  if (value instanceof Undefined) return 'Undefined';
  if (value instanceof List) return list(value.items);
  if (value instanceof Tuple) {
    const [only] = value.items;
    if (only !== undefined && value.items.length === 1) return `(${repr(only, budget)},)`;
    return `(${budget.join(all(value.items), ', ')})`;
  }
  if (value instanceof Dict) return dict(value.entries(), budget);
  if (value instanceof View) return `${value.kind}(${list(value.values())})`;
  if (value instanceof Namespace) return `<Namespace ${dict(value.attributes, budget)}>`;
  if (value instanceof Range) {
    return `range(${value.start}, ${value.stop}${value.step === 1 ? '' : `, ${value.step}`})`;
  }
  if (value instanceof Special) return value.shown();
  if (value instanceof Fn && value.shown !== undefined) return value.shown;
  throw new JinjaUnsupported(value instanceof Lazy ? 'a generator as text' : `a ${typeName(value)} as text`);
}

function dict(entries: Iterable<readonly [Value, Value]>, budget: Budget): string {
  const shown = [...entries].map(([key, value]) => `${repr(key, budget)}: ${repr(value, budget)}`);
  return `{${budget.join(shown, ', ')}}`;
}

const controls: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };
/** What `str.isprintable` denies: others and separators, but for the space. */
const unprintable = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

/** Single quotes, unless the text has some and no double ones. */
function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inside = Array.from(text, (character) => {
    if (character === mark) return `\\${mark}`;
    const control = controls[character];
    if (control !== undefined) return control;
    if (!unprintable.test(character)) return character;
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
    return code < 0x10000
      ? `\\u${code.toString(16).padStart(4, '0')}`
      : `\\U${code.toString(16).padStart(8, '0')}`;
  });
  return `${mark}${inside.join('')}${mark}`;
}

/** The shortest digits that give the float again, with Python's choice between both notations. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const [mantissa = '', power = '0'] = value.toExponential().split('e');
  const sign = mantissa.startsWith('-') || Object.is(value, -0) ? '-' : '';
  const digits = mantissa.replace(/[-.]/gu, '');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    const tail = digits.length > 1 ? `.${digits.slice(1)}` : '';
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${digits.slice(0, 1)}${tail}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}
