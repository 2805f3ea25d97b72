/** The filters that take, choose, order and join the entries of a value. What Python makes lazily is lazy here: it can be walked once. */
import { bind, required, requiredText } from './arguments.ts';
import { item, onlyAttribute } from './attributes.ts';
import type { Budget } from './budget.ts';
import { JinjaError } from './errors.ts';
import { binary, equal, iterate, length, order, truth } from './operators.ts';
import { codePoints } from './python-text.ts';
import type { Filter, Runtime } from './runtime.ts';
import { str } from './show.ts';
import {
  Dict,
  indexOf,
  type Keywords,
  Lazy,
  List,
  orElse,
  textOf,
  Tuple,
  typeName,
  Undefined,
  type Value,
} from './values.ts';

type Getter = (value: Value) => Value;

/** `a.b.0` as a way to a value; without an attribute the value itself. */
function getter(
  attribute: Value,
  budget: Budget,
  options: { lower?: boolean; otherwise?: Value | undefined } = {},
): Getter {
  const { lower = false, otherwise } = options;
  const steps = path(attribute);
  return (value) => {
    let found = value;
    for (const step of steps) {
      found = item(found, step, budget);
      if (found instanceof Undefined && otherwise !== undefined && otherwise !== null) found = otherwise;
    }
    const text = lower ? textOf(found) : undefined;
    return text === undefined ? found : text.toLowerCase();
  };
}

function path(attribute: Value): readonly Value[] {
  if (attribute === null) return [];
  const text = textOf(attribute);
  if (text === undefined) return [attribute];
  return text.split('.').map((step) => (/^\d+$/u.test(step) ? BigInt(step) : step));
}

function collect(value: Value, { budget }: Runtime): Value[] {
  return budget.collect(iterate(value));
}

function sorted(values: readonly Value[], key: Getter, reverse: boolean, budget: Budget): Value[] {
  const keyed = values.map((value) => ({ value, key: key(value) }));
  keyed.sort((a, b) => (reverse ? order(b.key, a.key, '<', budget) : order(a.key, b.key, '<', budget)));
  return keyed.map(({ value }) => value);
}

const sort: Filter = (runtime, value, args, keywords) => {
  const parameters = ['reverse', 'case_sensitive', 'attribute'];
  const [reverse = false, sensitive = false, attribute = null] = bind('sort', parameters, args, keywords);
  const { budget } = runtime;
  const names = textOf(attribute)?.split(',') ?? [attribute];
  const getters = names.map((name) => getter(name, budget, { lower: !truth(sensitive) }));
  const key: Getter = (each) => new List(getters.map((get) => get(each)));
  return new List(sorted(collect(value, runtime), key, truth(reverse), budget));
};

const dictsort: Filter = ({ budget }, value, args, keywords) => {
  const [sensitive = false, by = 'key', reverse = false] = bind(
    'dictsort',
    ['case_sensitive', 'by', 'reverse'],
    args,
    keywords,
  );
  if (by !== 'key' && by !== 'value') throw new JinjaError('dictsort sorts by key or value');
  if (!(value instanceof Dict)) throw new JinjaError(`dictsort takes a dict, not ${typeName(value)}`);
  const key = getter(by === 'key' ? 0n : 1n, budget, { lower: !truth(sensitive) });
  const pairs = [...value.entries()].map((pair) => new Tuple(pair));
  return new List(sorted(pairs, key, truth(reverse), budget));
};

const groupby: Filter = (runtime, value, args, keywords) => {
  const parameters = ['attribute', 'default', 'case_sensitive'];
  const [attribute, otherwise, sensitive = false] = bind('groupby', parameters, args, keywords);
  const { budget } = runtime;
  const name = required('groupby', attribute);
  const key = getter(name, budget, { lower: !truth(sensitive), otherwise });
  const shown = getter(name, budget, { otherwise });
  const groups: { readonly key: Value; readonly values: Value[] }[] = [];
  for (const each of sorted(collect(value, runtime), key, false, budget)) {
    const last = groups.at(-1);
    if (last !== undefined && equal(last.key, key(each), budget)) last.values.push(each);
    else groups.push({ key: key(each), values: [each] });
  }
  return new List(
    groups.map(({ values }) => new Tuple([shown(values[0] ?? null), new List(values)], ['grouper', 'list'])),
  );
};

const unique: Filter = ({ budget }, value, args, keywords) => {
  const [sensitive = false, attribute = null] = bind(
    'unique',
    ['case_sensitive', 'attribute'],
    args,
    keywords,
  );
  const key = getter(attribute, budget, { lower: !truth(sensitive) });
  return new Lazy(
    (function* () {
      const seen: Value[] = [];
      for (const each of iterate(value)) {
        const found = key(each);
        if (seen.some((other) => equal(other, found, budget))) continue;
        seen.push(found);
        yield each;
      }
    })(),
  );
};

const extreme =
  (name: 'min' | 'max'): Filter =>
  (runtime, value, args, keywords) => {
    const [sensitive = false, attribute = null] = bind(name, ['case_sensitive', 'attribute'], args, keywords);
    const { budget } = runtime;
    const key = getter(attribute, budget, { lower: !truth(sensitive) });
    const [first, ...others] = collect(value, runtime);
    if (first === undefined) return new Undefined('No aggregated item, sequence was empty.');
    let best = first;
    for (const each of others) {
      const difference = order(key(each), key(best), name === 'min' ? '<' : '>', budget);
      if (name === 'min' ? difference < 0 : difference > 0) best = each;
    }
    return best;
  };

const sum: Filter = (runtime, value, args, keywords) => {
  const [attribute = null, start = 0n] = bind('sum', ['attribute', 'start'], args, keywords);
  if (textOf(start) !== undefined) throw new JinjaError("sum() can't sum strings");
  const get = getter(attribute, runtime.budget);
  return collect(value, runtime).reduce(
    (total, each) => binary('+', total, get(each), runtime.budget),
    start,
  );
};

const join: Filter = (runtime, value, args, keywords) => {
  const [separator = '', attribute = null] = bind('join', ['d', 'attribute'], args, keywords);
  const { budget } = runtime;
  const get = getter(attribute, budget);
  const parts = collect(value, runtime).map((each) => str(get(each), budget));
  return budget.join(parts, str(separator, budget));
};

const first: Filter = (_, value, args, keywords) => {
  bind('first', [], args, keywords);
  for (const each of iterate(value)) return each;
  return new Undefined('No first item, sequence was empty.');
};

const last: Filter = (_, value, args, keywords) => {
  bind('last', [], args, keywords);
  const items = reversible(value);
  if (items === undefined) throw new JinjaError(`'${typeName(value)}' object is not reversible`);
  return orElse(items.at(-1), () => new Undefined('No last item, sequence was empty.'));
};

/** What `reversed()` of Python takes; a generator is not among it. */
function reversible(value: Value): readonly Value[] | undefined {
  if (value instanceof Lazy) return undefined;
  return [...iterate(value)];
}

const reverse: Filter = (runtime, value, args, keywords) => {
  bind('reverse', [], args, keywords);
  const text = textOf(value);
  if (text !== undefined) return [...codePoints(text)].reverse().join('');
  const items = reversible(value);
  if (items === undefined) return new List(collect(value, runtime).reverse());
  return new Lazy([...items].reverse().values());
};

const list: Filter = (runtime, value, args, keywords) => {
  bind('list', [], args, keywords);
  return new List(collect(value, runtime));
};

const items: Filter = (_, value, args, keywords) => {
  bind('items', [], args, keywords);
  return new Lazy(
    (function* () {
      if (value instanceof Undefined) return;
      if (!(value instanceof Dict)) throw new JinjaError('Can only get item pairs from a mapping.');
      for (const pair of value.entries()) yield new Tuple(pair);
    })(),
  );
};

const map: Filter = (runtime, value, args, keywords) =>
  new Lazy(
    (function* () {
      if (!truth(value)) return;
      const get = mapper(runtime, args, keywords);
      for (const each of iterate(value)) yield get(each);
    })(),
  );

function mapper(runtime: Runtime, args: readonly Value[], keywords: Keywords): Getter {
  const [name, ...rest] = args;
  if (name !== undefined) {
    const filter = requiredText('map', name);
    return (each) => runtime.filter(filter, each, rest, keywords);
  }
  const [attribute, otherwise] = bind('map', ['attribute', 'default'], [], keywords);
  return getter(required('map', attribute), runtime.budget, { otherwise });
}

/** `select`, `reject` and both with an attribute. */
const chosen =
  (wanted: boolean, byAttribute: boolean): Filter =>
  (runtime, value, args, keywords) =>
    new Lazy(
      (function* () {
        if (!truth(value)) return;
        const get: Getter = byAttribute
          ? getter(required('selectattr', args[0]), runtime.budget)
          : (each) => each;
        const [name, ...rest] = byAttribute ? args.slice(1) : args;
        const test = name === undefined ? undefined : requiredText('select', name);
        for (const each of iterate(value)) {
          const found = get(each);
          const passes = test === undefined ? truth(found) : runtime.test(test, found, rest, keywords);
          if (passes === wanted) yield each;
        }
      })(),
    );

const batch: Filter = ({ budget }, value, args, keywords) => {
  const [size, filler = null] = bind('batch', ['linecount', 'fill_with'], args, keywords);
  const count = indexOf(required('batch', size));
  budget.entries(Math.max(0, count));
  return new Lazy(
    (function* () {
      let row: Value[] = [];
      for (const each of iterate(value)) {
        if (row.length === count) {
          yield new List(row);
          row = [];
        }
        row.push(each);
      }
      if (row.length === 0) return;
      const missing = filler === null ? 0 : Math.max(0, count - row.length);
      yield new List([...row, ...Array.from({ length: missing }, () => filler)]);
    })(),
  );
};

const slice: Filter = (runtime, value, args, keywords) => {
  const [slices, filler = null] = bind('slice', ['slices', 'fill_with'], args, keywords);
  const count = indexOf(required('slice', slices));
  runtime.budget.entries(Math.max(0, count));
  return new Lazy(
    (function* () {
      const all = collect(value, runtime);
      if (count === 0) throw new JinjaError('division by zero');
      const each = Math.floor(all.length / count);
      const longer = all.length % count;
      for (let at = 0; at < count; at += 1) {
        const start = at * each + Math.min(at, longer);
        const row = all.slice(start, start + each + (at < longer ? 1 : 0));
        yield new List(filler !== null && at >= longer ? [...row, filler] : row);
      }
    })(),
  );
};

const attr: Filter = ({ budget }, value, args, keywords) => {
  const [name] = bind('attr', ['name'], args, keywords);
  return onlyAttribute(value, requiredText('attr', name), budget);
};

const size: Filter = (_, value, args, keywords) => {
  bind('length', [], args, keywords);
  return BigInt(length(value));
};

const otherwise: Filter = (_, value, args, keywords) => {
  const [instead = '', whenFalse = false] = bind('default', ['default_value', 'boolean'], args, keywords);
  return value instanceof Undefined || (truth(whenFalse) && !truth(value)) ? instead : value;
};

export const sequenceFilters: Readonly<Record<string, Filter>> = {
  attr,
  batch,
  count: size,
  d: otherwise,
  default: otherwise,
  dictsort,
  first,
  groupby,
  items,
  join,
  last,
  length: size,
  list,
  map,
  max: extreme('max'),
  min: extreme('min'),
  reject: chosen(false, false),
  rejectattr: chosen(false, true),
  reverse,
  select: chosen(true, false),
  selectattr: chosen(true, true),
  slice,
  sort,
  sum,
  unique,
};

/** Filters of Jinja2 that are refused: by chance, or for web pages only. */
export const refusedFilters: ReadonlySet<string> = new Set([
  'pprint',
  'random',
  'striptags',
  'urlize',
  'wordwrap',
  'xmlattr',
]);
