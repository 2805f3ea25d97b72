/** The `tojson` filter as transformers defines it: `json.dumps` with its options, nothing escaped for HTML. */
import type { Budget } from './budget.ts';
import { JinjaError } from './errors.ts';
import { compareText } from './python-text.ts';
import { floatText } from './show.ts';
import { type Value, Dict, List, numberOf, textOf, Tuple, typeName } from './values.ts';

export interface JsonOptions {
  readonly ascii: boolean;
  /** What one level is moved in by; undefined: everything on one line. */
  readonly indent: string | undefined;
  readonly separators: readonly [string, string];
  readonly sortKeys: boolean;
}

export function jsonText(value: Value, options: JsonOptions, budget: Budget, level = 0): string {
  budget.spend();
  const text = textOf(value);
  if (text !== undefined) return budget.text(quote(text, options.ascii));
  if (value === null) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return number(value);
  const inner = (item: Value): string => budget.nested(() => jsonText(item, options, budget, level + 1));
  if (value instanceof List || value instanceof Tuple) {
    return wrap(value.items.map(inner), '[]', options, budget, level);
  }
  if (value instanceof Dict) {
    const pairs = [...value.entries()];
    if (options.sortKeys) sortByKey(pairs);
    const [, between] = options.separators;
    const shown = pairs.map(([key, item]) => `${quote(keyText(key), options.ascii)}${between}${inner(item)}`);
    return wrap(shown, '{}', options, budget, level);
  }
  throw new JinjaError(`Object of type ${typeName(value)} is not JSON serializable`);
}

function wrap(
  items: readonly string[],
  [open = '', close = '']: string,
  { indent, separators: [separator] }: JsonOptions,
  budget: Budget,
  level: number,
): string {
  if (items.length === 0) return open + close;
  if (indent === undefined) return `${open}${budget.join(items, separator)}${close}`;
  const line = (depth: number): string => budget.join(['\n', ...Array.from({ length: depth }, () => indent)]);
  return budget.join([
    open,
    line(level + 1),
    budget.join(items, separator + line(level + 1)),
    line(level),
    close,
  ]);
}

function sortByKey(pairs: (readonly [Value, Value])[]): void {
  pairs.sort(([a], [b]) => {
    const [left, right] = [textOf(a), textOf(b)];
    if (left !== undefined && right !== undefined) return compareText(left, right);
    const [first, second] = [numberOf(a), numberOf(b)];
    if (first === undefined || second === undefined)
      throw new JinjaError('keys of different types cannot be sorted');
    return first < second ? -1 : Number(first > second);
  });
}

function keyText(key: Value): string {
  const text = textOf(key);
  if (text !== undefined) return text;
  if (key === null) return 'null';
  if (typeof key === 'boolean' || typeof key === 'bigint') return String(key);
  if (typeof key === 'number') return number(key);
  throw new JinjaError(`keys must be str, int, float, bool or None, not ${typeName(key)}`);
}

function number(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  return floatText(value);
}

function quote(text: string, ascii: boolean): string {
  const quoted = JSON.stringify(text);
  if (!ascii) return quoted;
  return quoted.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
