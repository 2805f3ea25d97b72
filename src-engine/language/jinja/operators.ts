/** Python's operators on template values: truth, length, order, equality and arithmetic. */
import type { Budget } from './budget.ts';
import { JinjaError, JinjaUnsupported } from './errors.ts';
import type { BinaryOperator, CompareOperator } from './nodes.ts';
import { percentFormat } from './percent-format.ts';
import { codePoints, compareText, lengthOf } from './python-text.ts';
import {
  type Value,
  Dict,
  indexOf,
  Lazy,
  List,
  Markup,
  numberOf,
  Range,
  Special,
  textOf,
  Tuple,
  typeName,
  Undefined,
  View,
} from './values.ts';

/** An int of more binary digits is refused: powers grow fast. */
const maxBits = 4096n;

export function truth(value: Value): boolean {
  if (value === null || value instanceof Undefined) return false;
  if (typeof value === 'number' || typeof value === 'bigint') return value != 0;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return value !== '';
  return (lengthIfAny(value) ?? 1) > 0;
}

function lengthIfAny(value: Value): number | undefined {
  const text = textOf(value);
  if (text !== undefined) return lengthOf(text);
  if (value instanceof List || value instanceof Tuple) return value.items.length;
  if (value instanceof Range) return value.length;
  if (value instanceof Dict) return value.size;
  if (value instanceof View) return value.dict.size;
  if (value instanceof Undefined) return 0;
  if (value instanceof Special) return lengthOfSpecial(value);
  return undefined;
}

function lengthOfSpecial(value: Special): number | undefined {
  const length = value.attribute('length');
  return typeof length === 'bigint' ? Number(length) : undefined;
}

export const hasLength = (value: Value): boolean => lengthIfAny(value) !== undefined;

export function length(value: Value): number {
  const found = lengthIfAny(value);
  if (found === undefined) throw new JinjaError(`object of type '${typeName(value)}' has no len()`);
  return found;
}

export function isIterable(value: Value): boolean {
  return value instanceof Lazy || (!(value instanceof Special) && hasLength(value));
}

/** What `iter(value)` goes through. Throws for what cannot be iterated. */
export function iterate(value: Value): Iterable<Value> {
  const text = textOf(value);
  if (text !== undefined) return codePoints(text);
  if (value instanceof List || value instanceof Tuple) return value.items;
  if (value instanceof Dict) return value.keys();
  if (value instanceof Range || value instanceof View) return value.values();
  if (value instanceof Undefined) return [];
  if (value instanceof Lazy) return { [Symbol.iterator]: () => ({ next: () => value.iterator.next() }) };
  throw new JinjaError(`'${typeName(value)}' object is not iterable`);
}

export function equal(a: Value, b: Value, budget: Budget): boolean {
  budget.spend();
  if (a === b) return typeof a !== 'number' || !Number.isNaN(a);
  const [first, second] = [numberOf(a), numberOf(b)];
  if (first !== undefined && second !== undefined) return first == second;
  const [left, right] = [textOf(a), textOf(b)];
  if (left !== undefined && right !== undefined) return equalTexts(left, right, budget);
  if (a instanceof Undefined && b instanceof Undefined) return true;
  if (a instanceof List && b instanceof List) return equalItems(a.items, b.items, budget);
  if (a instanceof Tuple && b instanceof Tuple) return equalItems(a.items, b.items, budget);
  if (a instanceof Range && b instanceof Range) return equalItems([...a.values()], [...b.values()], budget);
  if (a instanceof Dict && b instanceof Dict) return equalDicts(a, b, budget);
  if (a instanceof View && b instanceof View)
    throw new JinjaUnsupported('a comparison of two views of a dict');
  return false;
}

function equalTexts(a: string, b: string, budget: Budget): boolean {
  if (a.length !== b.length) return false;
  budget.read(a);
  return a === b;
}

function equalItems(a: readonly Value[], b: readonly Value[], budget: Budget): boolean {
  if (a.length !== b.length) return false;
  return budget.nested(() => a.every((item, at) => same(item, b[at] ?? null, budget)));
}

function equalDicts(a: Dict, b: Dict, budget: Budget): boolean {
  if (a.size !== b.size) return false;
  return budget.nested(() =>
    [...a.entries()].every(([key, value]) => {
      const other = b.get(key);
      return other !== undefined && same(value, other, budget);
    }),
  );
}

/** What containers of Python look for: the same object, or an equal one. */
function same(a: Value, b: Value, budget: Budget): boolean {
  return a === b || equal(a, b, budget);
}

/** Negative, zero or positive; `sign` is for the sentence. Throws for what has no order. */
export function order(a: Value, b: Value, sign: string, budget: Budget): number {
  budget.spend();
  const [first, second] = [numberOf(a), numberOf(b)];
  if (first !== undefined && second !== undefined) {
    if (Number.isNaN(first) || Number.isNaN(second)) return Number.NaN;
    return first < second ? -1 : Number(first > second);
  }
  const [left, right] = [textOf(a), textOf(b)];
  if (left !== undefined && right !== undefined) {
    budget.read(left);
    budget.read(right);
    return compareText(left, right);
  }
  const lists = (a instanceof List && b instanceof List) || (a instanceof Tuple && b instanceof Tuple);
  if (lists) return budget.nested(() => orderItems(a.items, b.items, sign, budget));
  if (a instanceof Undefined) throw a.error();
  if (b instanceof Undefined) throw b.error();
  throw new JinjaError(`'${sign}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}

function orderItems(a: readonly Value[], b: readonly Value[], sign: string, budget: Budget): number {
  for (const [at, item] of a.entries()) {
    const other = b[at];
    if (other === undefined) return 1;
    if (!same(item, other, budget)) return order(item, other, sign, budget);
  }
  return a.length - b.length;
}

export function contains(container: Value, item: Value, budget: Budget): boolean {
  const text = textOf(container);
  if (text !== undefined) {
    budget.read(text);
    const part = textOf(item);
    if (part !== undefined) return text.includes(part);
    throw new JinjaError(`'in <string>' requires string as left operand, not ${typeName(item)}`);
  }
  if (container instanceof Dict) return container.has(item);
  if (container instanceof View && container.kind === 'dict_keys') return container.dict.has(item);
  if (!isIterable(container))
    throw new JinjaError(`argument of type '${typeName(container)}' is not iterable`);
  for (const each of iterate(container)) if (same(each, item, budget)) return true;
  return false;
}

export function compare(operator: CompareOperator, a: Value, b: Value, budget: Budget): boolean {
  switch (operator) {
    case '==':
      return equal(a, b, budget);
    case '!=':
      return !equal(a, b, budget);
    case 'in':
      return contains(b, a, budget);
    case 'not in':
      return !contains(b, a, budget);
    case '<':
      return order(a, b, operator, budget) < 0;
    case '<=':
      return order(a, b, operator, budget) <= 0;
    case '>':
      return order(a, b, operator, budget) > 0;
    case '>=':
      return order(a, b, operator, budget) >= 0;
  }
}

export function binary(operator: BinaryOperator, a: Value, b: Value, budget: Budget): Value {
  if (a instanceof Undefined) throw a.error();
  const text = textOf(a);
  if (operator === '%' && text !== undefined) {
    if (a instanceof Markup) throw new JinjaUnsupported(`'%' on text marked as safe`);
    return percentFormat(text, b, budget);
  }
  if (b instanceof Undefined) throw b.error();
  const [first, second] = [numberOf(a), numberOf(b)];
  if (first !== undefined && second !== undefined) return arithmetic(operator, first, second);
  const joined = operator === '+' ? concatenate(a, b, budget) : undefined;
  const repeated = operator === '*' ? (repeat(a, b, budget) ?? repeat(b, a, budget)) : undefined;
  const result = joined ?? repeated;
  if (result !== undefined) return result;
  throw new JinjaError(`unsupported operand type(s) for ${operator}: '${typeName(a)}' and '${typeName(b)}'`);
}

function concatenate(a: Value, b: Value, budget: Budget): Value | undefined {
  if (typeof a === 'string' && typeof b === 'string') return budget.join([a, b]);
  if (a instanceof Markup || b instanceof Markup) {
    const [left, right] = [textOf(a), textOf(b)];
    if (left === undefined || right === undefined) return undefined;
    const parts = [
      a instanceof Markup ? left : escapeHtml(left),
      b instanceof Markup ? right : escapeHtml(right),
    ];
    return new Markup(budget.join(parts));
  }
  if (a instanceof List && b instanceof List) {
    budget.entries(a.items.length + b.items.length);
    return new List([...a.items, ...b.items]);
  }
  if (a instanceof Tuple && b instanceof Tuple) {
    budget.entries(a.items.length + b.items.length);
    return new Tuple([...a.items, ...b.items]);
  }
  return undefined;
}

export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;', '<': '&lt;', '>': '&gt;', "'": '&#39;', '"': '&#34;',
  }; // prettier-ignore
  return text.replace(/[&<>'"]/gu, (character) => entities[character] ?? character);
}

function repeat(value: Value, count: Value, budget: Budget): Value | undefined {
  if (typeof count !== 'bigint' && typeof count !== 'boolean') return undefined;
  const times = Math.max(0, indexOf(count));
  const text = textOf(value);
  if (text !== undefined) {
    budget.characters(text.length * times);
    const repeated = text.repeat(text === '' ? 0 : times);
    return value instanceof Markup ? new Markup(repeated) : repeated;
  }
  if (!(value instanceof List) && !(value instanceof Tuple)) return undefined;
  budget.entries(value.items.length * times);
  const items = value.items.length === 0 ? [] : Array.from({ length: times }, () => value.items).flat();
  return value instanceof List ? new List(items) : new Tuple(items);
}

function arithmetic(operator: BinaryOperator, a: bigint | number, b: bigint | number): bigint | number {
  if (typeof a === 'bigint' && typeof b === 'bigint') return whole(operator, a, b);
  const [x, y] = [Number(a), Number(b)];
  switch (operator) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      return x / nonZero(y);
    case '//':
      return floorDivide(x, nonZero(y));
    case '%':
      return modulo(x, nonZero(y));
    case '**':
      return power(x, y);
  }
}

function whole(operator: BinaryOperator, a: bigint, b: bigint): bigint | number {
  switch (operator) {
    case '+':
      return bounded(a + b);
    case '-':
      return bounded(a - b);
    case '*':
      return bounded(a * b);
    case '/':
      return exact(a) / nonZero(exact(b));
    case '//':
      return (a - wholeModulo(a, b)) / b;
    case '%':
      return wholeModulo(a, b);
    case '**':
      if (b < 0n) return power(exact(a), exact(b));
      if (BigInt(a.toString(2).length) * b > maxBits) throw tooLarge();
      return a ** b;
  }
}

/** With the sign of the divisor, as Python has it. */
function wholeModulo(a: bigint, b: bigint): bigint {
  const rest = a % nonZero(b);
  return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
}

function modulo(a: number, b: number): number {
  const rest = a % b;
  if (rest === 0) return b < 0 ? -0 : 0;
  return rest < 0 !== b < 0 ? rest + b : rest;
}

function floorDivide(a: number, b: number): number {
  const quotient = (a - modulo(a, b)) / b;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

function power(a: number, b: number): number {
  if (a === 0 && b < 0) throw new JinjaError('0.0 cannot be raised to a negative power');
  const result = a ** b;
  if (Number.isNaN(result) && !Number.isNaN(a) && !Number.isNaN(b))
    throw new JinjaUnsupported('a complex number');
  if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b)) throw tooLarge();
  return result;
}

function nonZero<T extends bigint | number>(divisor: T): T {
  if (divisor == 0) throw new JinjaError('division by zero');
  return divisor;
}

function bounded(value: bigint): bigint {
  if (value >= 1n << maxBits || -value >= 1n << maxBits) throw tooLarge();
  return value;
}

/** As a float, where that loses nothing. */
function exact(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw tooLarge();
  return number;
}

const tooLarge = (): JinjaError => new JinjaError('a number in it grows too large');
