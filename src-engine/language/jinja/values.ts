/** The Python values that a chat template can meet, as JavaScript ones: an int is a bigint, a float a number, a str a string. */
import { JinjaError, JinjaUnsupported } from './errors.ts';

export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | Markup
  | Undefined
  | List
  | Tuple
  | Dict
  | Range
  | Lazy
  | View
  | Namespace
  | Fn
  | Special;

export type Keywords = ReadonlyMap<string, Value>;

/** Text marked as safe HTML. Without autoescape it differs from a str only where it is joined or formatted. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** jinja2.Undefined: prints nothing, is empty and false, and every other use of it is an error. */
export class Undefined {
  readonly hint: string;
  constructor(hint: string) {
    this.hint = hint;
  }
  /** What using it ends in, Jinja2's UndefinedError. */
  error(): JinjaError {
    return new JinjaError(this.hint);
  }
}

/** Nothing in a template can change a list: transformers renders in an immutable sandbox. */
export class List {
  readonly items: readonly Value[];
  constructor(items: readonly Value[]) {
    this.items = items;
  }
}

export class Tuple {
  readonly items: readonly Value[];
  /** Of a named tuple, as `groupby` makes them. */
  readonly names: readonly string[];
  constructor(items: readonly Value[], names: readonly string[] = []) {
    this.items = items;
    this.names = names;
  }
}

export class Range {
  readonly start: number;
  readonly step: number;
  readonly length: number;
  readonly stop: number;
  constructor(start: number, stop: number, step: number) {
    this.start = start;
    this.stop = stop;
    this.step = step;
    this.length = Math.max(0, Math.ceil((stop - start) / step));
  }
  at(index: number): bigint {
    return BigInt(this.start + index * this.step);
  }
  *values(): Generator<Value> {
    for (let at = 0; at < this.length; at += 1) yield this.at(at);
  }
}

/** A generator or iterator of Python: it can be walked once, has no length and is always true. */
export class Lazy {
  readonly iterator: Iterator<Value>;
  constructor(iterator: Iterator<Value>) {
    this.iterator = iterator;
  }
}

/** `dict.keys()`, `dict.values()` and `dict.items()`. */
export class View {
  readonly kind: 'dict_keys' | 'dict_values' | 'dict_items';
  readonly dict: Dict;
  constructor(kind: View['kind'], dict: Dict) {
    this.kind = kind;
    this.dict = dict;
  }
  values(): Value[] {
    const { kind } = this;
    return [...this.dict.entries()].map(([key, value]) => {
      if (kind === 'dict_items') return new Tuple([key, value]);
      return kind === 'dict_keys' ? key : value;
    });
  }
}

/** What `{% set ns.name = value %}` writes into: the only thing that a template can change. */
export class Namespace {
  readonly attributes = new Map<string, Value>();
}

/** Anything that can be called. `shown` is what prints it, where that is no address in memory. */
export class Fn {
  readonly name: string;
  readonly call: (args: readonly Value[], keywords: Keywords) => Value;
  readonly shown: string | undefined;
  constructor(name: string, call: Fn['call'], shown?: string) {
    this.name = name;
    this.call = call;
    this.shown = shown;
  }
}

/** An object of Jinja's own with attributes that are computed: `loop`, `cycler(...)`. */
export abstract class Special {
  abstract readonly typeName: string;
  abstract attribute(name: string): Value | undefined;
  abstract shown(): string;
  abstract call(args: readonly Value[], keywords: Keywords): Value;
}

export class Dict {
  readonly #entries = new Map<string, readonly [Value, Value]>();

  static of(pairs: Iterable<readonly [Value, Value]>): Dict {
    const dict = new Dict();
    for (const [key, value] of pairs) dict.#set(key, value);
    return dict;
  }
  get size(): number {
    return this.#entries.size;
  }
  get(key: Value): Value | undefined {
    return this.#entries.get(hash(key))?.[1];
  }
  has(key: Value): boolean {
    return this.#entries.has(hash(key));
  }
  entries(): IterableIterator<readonly [Value, Value]> {
    return this.#entries.values();
  }
  keys(): Value[] {
    return [...this.entries()].map(([key]) => key);
  }
  /** A key that is there keeps its place and its first spelling, as in Python. */
  #set(key: Value, value: Value): void {
    const hashed = hash(key);
    this.#entries.set(hashed, [this.#entries.get(hashed)?.[0] ?? key, value]);
  }
}

/** Tuples within a tuple; a tuple of itself twice, again and again, would have no end. */
const maxKeyParts = 1000;

/** Equal keys hash alike: 1, 1.0 and true are one key. Throws for what Python cannot hash. */
export function hash(key: Value, parts = { left: maxKeyParts }): string {
  parts.left -= 1;
  if (parts.left < 0) throw new JinjaError('a key in it grows too large');
  if (typeof key === 'string') return `s${key}`;
  if (key instanceof Markup) return `s${key.text}`;
  if (key === null) return 'none';
  if (typeof key === 'boolean') return `n${Number(key)}`;
  if (typeof key === 'bigint' || typeof key === 'number') return `n${key}`;
  if (key instanceof Tuple) return `t${JSON.stringify(key.items.map((part) => hash(part, parts)))}`;
  if (key instanceof Undefined) return 'undefined';
  if (key instanceof List || key instanceof Dict) throw new JinjaError(`unhashable type: '${typeName(key)}'`);
  throw new JinjaUnsupported(`a ${typeName(key)} as a key`);
}

/** The name of a value's Python type, for sentences. */
export function typeName(value: Value): string {
  if (value === null) return 'NoneType';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return 'float';
  if (typeof value === 'string') return 'str';
  if (value instanceof Markup) return 'Markup';
  if (value instanceof Undefined) return 'Undefined';
  if (value instanceof List) return 'list';
  if (value instanceof Tuple) return 'tuple';
  if (value instanceof Dict) return 'dict';
  if (value instanceof Range) return 'range';
  if (value instanceof Lazy) return 'generator';
  if (value instanceof View) return value.kind;
  if (value instanceof Namespace) return 'Namespace';
  return value instanceof Fn ? 'function' : value.typeName;
}

/** A str or text marked as safe, which is a str too. */
export function textOf(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  return value instanceof Markup ? value.text : undefined;
}

/** A bool counts as the int that it is in Python. */
export function numberOf(value: Value): bigint | number | undefined {
  if (typeof value === 'boolean') return value ? 1n : 0n;
  return typeof value === 'bigint' || typeof value === 'number' ? value : undefined;
}

/** An int for use as a place, a count or a width. Throws for anything else. */
export function indexOf(value: Value): number {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value !== 'bigint')
    throw new JinjaError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  const index = Number(value);
  if (!Number.isSafeInteger(index)) throw new JinjaError('a number in it grows too large');
  return index;
}

/** The value, or another where there is none. `??` would take None, which is a value, for nothing. */
export function orElse(value: Value | undefined, otherwise: () => Value): Value {
  return value === undefined ? otherwise() : value;
}

/** Plain data (JSON and functions are all that comes in) as Python would hold it. */
export function fromData(data: unknown): Value {
  if (data === null || typeof data === 'boolean' || typeof data === 'string') return data;
  if (typeof data === 'number') return Number.isSafeInteger(data) ? BigInt(data) : data;
  if (typeof data === 'bigint') return data;
  if (Array.isArray(data)) return new List(data.map(fromData));
  if (data instanceof Fn) return data;
  if (typeof data === 'object') {
    return Dict.of(Object.entries(data).map(([key, value]) => [key, fromData(value)] as const));
  }
  throw new JinjaError(`a template cannot be given a ${typeof data}`);
}
