/** `value.name` and `value[key]` as Jinja2's immutable sandbox looks them up. */
import { bind, required } from './arguments.ts';
import type { Budget } from './budget.ts';
import { JinjaError, JinjaUnsupported } from './errors.ts';
import { equal } from './operators.ts';
import { codePoints } from './python-text.ts';
import { repr } from './show.ts';
import { stringMethods } from './string-methods.ts';
import {
  type Value,
  Dict,
  Fn,
  indexOf,
  List,
  Markup,
  Namespace,
  orElse,
  Range,
  Special,
  textOf,
  Tuple,
  typeName,
  Undefined,
  View,
} from './values.ts';

/** The sandbox hides what would change a list or dict: it is undefined, and an error in use. */
const changesList: ReadonlySet<string> = new Set([
  'append', 'clear', 'extend', 'insert', 'pop', 'remove', 'reverse', 'sort',
]); // prettier-ignore
const changesDict: ReadonlySet<string> = new Set(['clear', 'pop', 'popitem', 'setdefault', 'update']);

/** Attributes that Python's values have too and no template needs; naming one is refused rather than taken for a missing one. */
const others: Readonly<Record<string, readonly string[]>> = {
  str: ['encode', 'format_map', 'istitle', 'isprintable', 'maketrans', 'translate'],
  int: ['as_integer_ratio', 'bit_count', 'bit_length', 'conjugate', 'denominator', 'from_bytes', 'imag', 'numerator', 'real', 'to_bytes'],
  float: ['as_integer_ratio', 'conjugate', 'fromhex', 'hex', 'imag', 'real'],
  range: ['count', 'index'],
  dict: ['fromkeys'],
  generator: ['close', 'gi_code', 'gi_frame', 'gi_running', 'gi_yieldfrom', 'send', 'throw'],
}; // prettier-ignore

/** What Python's getattr finds; undefined where there is no such attribute. */
function attributeIfAny(value: Value, name: string, budget: Budget): Value | undefined {
  if (value instanceof Undefined) throw value.error();
  if (name.startsWith('_')) return unsafe(value, name);
  if (value instanceof Namespace) return value.attributes.get(name);
  if (value instanceof Special) return value.attribute(name);
  const text = textOf(value);
  if (text !== undefined) return ofText(value, text, name, budget);
  if (value instanceof Dict) return changesDict.has(name) ? unsafe(value, name) : ofDict(value, name);
  if (value instanceof List || value instanceof Tuple) return ofSequence(value, name, budget);
  if (value instanceof Range && (name === 'start' || name === 'stop' || name === 'step'))
    return BigInt(value[name]);
  if (typeof value === 'number' && name === 'is_integer') {
    return new Fn(name, () => Number.isInteger(value));
  }
  return refuseOthers(value, name);
}

/** No attribute, unless it is one that Python's value has. */
function refuseOthers(value: Value, name: string): Value | undefined {
  const type = typeof value === 'boolean' ? 'int' : value instanceof Markup ? 'str' : typeName(value);
  if (others[type]?.includes(name)) throw new JinjaUnsupported(`the attribute '${name}' of a ${type}`);
  return undefined;
}

function unsafe(value: Value, name: string): Undefined {
  return new Undefined(`access to attribute '${name}' of '${typeName(value)}' object is unsafe.`);
}

function ofText(value: Value, text: string, name: string, budget: Budget): Value | undefined {
  const method = stringMethods.get(name);
  if (method === undefined) return refuseOthers(value, name);
  if (value instanceof Markup) throw new JinjaUnsupported(`the method '${name}' on text marked as safe`);
  return new Fn(name, (args, keywords) => {
    budget.read(text);
    return method(text, args, keywords, budget);
  });
}

function ofDict(dict: Dict, name: string): Value | undefined {
  switch (name) {
    case 'get':
      return new Fn(name, (args, keywords) => {
        const [key, otherwise = null] = bind(name, ['key', 'default'], args, keywords);
        return orElse(dict.get(required(name, key)), () => otherwise);
      });
    case 'items':
    case 'keys':
    case 'values':
      return new Fn(name, (args, keywords) => {
        bind(name, [], args, keywords);
        return new View(`dict_${name}`, dict);
      });
    case 'copy':
      return new Fn(name, () => Dict.of(dict.entries()));
    default:
      return refuseOthers(dict, name);
  }
}

function ofSequence(value: List | Tuple, name: string, budget: Budget): Value | undefined {
  if (value instanceof Tuple) {
    const at = value.names.indexOf(name);
    if (at >= 0) return value.items[at];
  } else {
    if (changesList.has(name)) return unsafe(value, name);
    if (name === 'copy') return new Fn(name, () => new List(value.items));
  }
  if (name === 'count') {
    return new Fn(name, (args, keywords) => {
      const [item] = bind(name, ['value'], args, keywords);
      return BigInt(value.items.filter((each) => equal(each, required(name, item), budget)).length);
    });
  }
  if (name !== 'index') return undefined;
  return new Fn(name, (args, keywords) => {
    const [item] = bind(name, ['value'], args, keywords);
    const at = value.items.findIndex((each) => equal(each, required(name, item), budget));
    if (at < 0) throw new JinjaError('a value is not in the list');
    return BigInt(at);
  });
}

/** `value.name`: the attribute first, then the entry of that name. A dict's methods therefore hide keys of their name. */
export function attribute(value: Value, name: string, budget: Budget): Value {
  const found = attributeIfAny(value, name, budget);
  const entry = found === undefined && value instanceof Dict ? value.get(name) : found;
  return orElse(entry, () => missing(value, `'${name}'`));
}

/** The `attr` filter: the attribute only. */
export function onlyAttribute(value: Value, name: string, budget: Budget): Value {
  return orElse(attributeIfAny(value, name, budget), () => missing(value, `'${name}'`));
}

/** `value[key]`: the entry first, then the attribute of that name. */
export function item(value: Value, key: Value, budget: Budget): Value {
  if (value instanceof Undefined) throw value.error();
  const entry = entryIfAny(value, key, budget);
  if (entry !== undefined) return entry;
  const name = textOf(key);
  const found = name === undefined ? undefined : attributeIfAny(value, name, budget);
  return orElse(found, () => missing(value, repr(key, budget)));
}

function entryIfAny(value: Value, key: Value, budget: Budget): Value | undefined {
  if (value instanceof Dict) return key instanceof List || key instanceof Dict ? undefined : value.get(key);
  if (typeof key !== 'bigint' && typeof key !== 'boolean') return undefined;
  if (typeof key === 'bigint' && (key > 2n ** 40n || key < -(2n ** 40n))) return undefined;
  const at = indexOf(key);
  const text = textOf(value);
  if (text !== undefined) {
    budget.read(text);
    return codePoints(text).at(at);
  }
  if (value instanceof List || value instanceof Tuple) return value.items.at(at);
  if (!(value instanceof Range)) return undefined;
  const place = at < 0 ? at + value.length : at;
  return place >= 0 && place < value.length ? value.at(place) : undefined;
}

function missing(value: Value, name: string): Undefined {
  const owner = value === null ? 'None' : `${typeName(value)} object`;
  return new Undefined(`'${owner}' has no attribute ${name}`);
}

/** `value[from:to:step]`, places counted as Python counts them. */
export function slice(
  value: Value,
  [from, to, by]: readonly [Value | undefined, Value | undefined, Value | undefined],
  budget: Budget,
): Value {
  if (value instanceof Undefined) throw value.error();
  const text = textOf(value);
  if (text !== undefined) budget.read(text);
  const items = text === undefined ? sequenceItems(value) : codePoints(text);
  if (items === undefined) throw new JinjaError(`'${typeName(value)}' object cannot be sliced`);
  const taken = places(items.length, place(from), place(to), place(by) ?? 1).map((at) => items[at] ?? null);
  budget.spend(taken.length);
  if (text !== undefined) {
    const cut = taken.map((character) => textOf(character) ?? '').join('');
    return value instanceof Markup ? new Markup(cut) : cut;
  }
  return value instanceof Tuple ? new Tuple(taken) : new List(taken);
}

function sequenceItems(value: Value): readonly Value[] | undefined {
  if (value instanceof Range) throw new JinjaUnsupported('a slice of a range');
  return value instanceof List || value instanceof Tuple ? value.items : undefined;
}

function place(value: Value | undefined): number | undefined {
  if (value instanceof Undefined) throw value.error();
  return value === undefined || value === null ? undefined : indexOf(value);
}

function places(length: number, from: number | undefined, to: number | undefined, step: number): number[] {
  if (step === 0) throw new JinjaError('slice step cannot be zero');
  const [lowest, highest] = step > 0 ? [0, length] : [-1, length - 1];
  const clamp = (at: number): number => Math.min(Math.max(at < 0 ? at + length : at, lowest), highest);
  const start = from === undefined ? (step > 0 ? lowest : highest) : clamp(from);
  const stop = to === undefined ? (step > 0 ? highest : lowest) : clamp(to);
  const found: number[] = [];
  for (let at = start; step > 0 ? at < stop : at > stop; at += step) found.push(at);
  return found;
}
