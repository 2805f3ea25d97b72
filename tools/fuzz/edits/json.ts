/** Edits of JSON documents: any value replaced, dropped, doubled or moved, keys renamed, and the text itself damaged. */
import fc from 'fast-check';
import { hostileKey, hostileValue, withAbyss } from './values.ts';

type Edit =
  | { readonly kind: 'replace'; readonly at: number; readonly value: unknown }
  | { readonly kind: 'drop'; readonly at: number }
  | { readonly kind: 'double'; readonly at: number; readonly times: number }
  | { readonly kind: 'rename'; readonly at: number; readonly key: string }
  | { readonly kind: 'copy'; readonly at: number; readonly from: number }
  | { readonly kind: 'scale'; readonly at: number; readonly by: number }
  | { readonly kind: 'add'; readonly at: number; readonly key: string; readonly value: unknown };

const at = fc.nat(1_000_000);
const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('replace' as const), at, value: hostileValue }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('drop' as const), at }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('double' as const), at, times: fc.constantFrom(1, 2, 50) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rename' as const), at, key: hostileKey }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('copy' as const), at, from: at }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('scale' as const),
      at,
      by: fc.constantFrom(-1, 0.5, 2, 1000, 1e9, 1e18),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('add' as const), at, key: hostileKey, value: hostileValue }),
  },
);

interface Spot {
  readonly holder: Record<string, unknown> | unknown[];
  readonly key: string | number;
}

const mostSpots = 20_000;

/** Every place of a document; of a long list the first hundred entries, so that a vocabulary does not hide everything else. */
function spots(root: { readonly value: unknown }): Spot[] {
  const found: Spot[] = [];
  const walk = (holder: Spot['holder'], key: Spot['key']): void => {
    if (found.length >= mostSpots) return;
    found.push({ holder, key });
    const value: unknown = Reflect.get(holder, key);
    if (typeof value !== 'object' || value === null) return;
    const inner = value as Record<string, unknown> | unknown[];
    if (Array.isArray(inner)) inner.slice(0, 100).forEach((_, index) => walk(inner, index));
    else for (const each of Object.keys(inner).slice(0, 100)) walk(inner, each);
  };
  walk(root, 'value');
  return found;
}

/** As `JSON.parse` would: no key is special. */
function put({ holder, key }: Spot, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function take({ holder, key }: Spot): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else Reflect.deleteProperty(holder, key);
}

function double(spot: Spot, times: number): void {
  const value: unknown = Reflect.get(spot.holder, spot.key);
  if (!Array.isArray(spot.holder)) put(spot, new Array<unknown>(times + 1).fill(value));
  else spot.holder.splice(Number(spot.key), 0, ...new Array<unknown>(times).fill(value));
}

function rename(spot: Spot, key: string): void {
  const value: unknown = Reflect.get(spot.holder, spot.key);
  if (Array.isArray(spot.holder)) {
    put(spot, { [key]: value });
    return;
  }
  take(spot);
  put({ holder: spot.holder, key }, value);
}

function add(spot: Spot, key: string, added: unknown): void {
  const value: unknown = Reflect.get(spot.holder, spot.key);
  if (Array.isArray(value)) value.push(added);
  else if (typeof value !== 'object' || value === null) put(spot, { [key]: added });
  else put({ holder: value as Record<string, unknown>, key }, added);
}

function apply(root: { value: unknown }, change: Edit): void {
  const all = spots(root);
  const spot = all[change.at % all.length];
  if (spot === undefined) return;
  const value: unknown = Reflect.get(spot.holder, spot.key);
  switch (change.kind) {
    case 'replace':
      put(spot, structuredClone(change.value)); // constants are shared by all inputs
      return;
    case 'drop':
      take(spot);
      return;
    case 'double':
      double(spot, change.times);
      return;
    case 'rename':
      rename(spot, change.key);
      return;
    case 'copy': {
      const from = all[change.from % all.length];
      if (from !== undefined) put(spot, structuredClone(Reflect.get(from.holder, from.key)));
      return;
    }
    case 'scale':
      if (typeof value === 'number') put(spot, value * change.by);
      return;
    case 'add':
      add(spot, change.key, structuredClone(change.value));
  }
}

/** Documents as values: up to six edits. */
export function hostileDocument(seeds: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc
    .record({ seed: fc.nat(seeds.length - 1), edits: fc.array(edit, { minLength: 1, maxLength: 6 }) })
    .map(({ seed, edits }) => {
      const root = { value: structuredClone(seeds[seed]) };
      for (const change of edits) apply(root, change);
      return root.value;
    });
}

type Damage = (text: string) => string;

/** What no edit of a value makes: syntax that is wrong, keys that stand twice, numbers out of range, other encodings. */
const damage: fc.Arbitrary<Damage> = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Damage>((text) => text) },
  {
    weight: 1,
    arbitrary: at.map(
      (place): Damage =>
        (text) =>
          text.slice(0, place % (text.length + 1)),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({
        place: at,
        put: fc.constantFrom(
          '{',
          '[',
          '"',
          ',',
          ':',
          '\\',
          '\u0000',
          '\ud800',
          '1e999',
          '\ufeff',
          '[['.repeat(5000),
        ),
      })
      .map(({ place, put }): Damage => (text) => {
        const from = place % (text.length + 1);
        return text.slice(0, from) + put + text.slice(from);
      }),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Damage>((text) =>
      text.replace('{', `{${text.slice(1, Math.max(1, text.indexOf(',')))},`),
    ),
  },
  { weight: 1, arbitrary: fc.constant<Damage>((text) => text.replace(/:\s*\d+/u, ':1e999')) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(
        '\ufeff',
        ' '.repeat(10),
        '//x\n',
        '<html>',
        'version https://git-lfs.github.com/spec/v1\n',
      )
      .map(
        (before): Damage =>
          (text) =>
            before + text,
      ),
  },
);

/** Documents as texts. */
export function hostileJson(seeds: readonly unknown[]): fc.Arbitrary<string> {
  return fc
    .tuple(hostileDocument(seeds), damage)
    .map(([value, change]) => change(withAbyss(JSON.stringify(value ?? null))));
}

/** Documents with one object a line: lines edited, dropped, doubled, broken. */
export function hostileLines(seeds: readonly unknown[]): fc.Arbitrary<string> {
  const line = fc.oneof(
    { weight: 3, arbitrary: hostileJson(seeds) },
    { weight: 2, arbitrary: fc.constantFrom(...seeds.map((seed) => JSON.stringify(seed))) },
    { weight: 1, arbitrary: fc.constantFrom('', ' ', '\r', 'x', '"', '[]', 'null', '{}') },
  );
  return fc
    .tuple(fc.array(line, { minLength: 1, maxLength: 12 }), fc.constantFrom('\n', '\r\n', '\n', '\r'))
    .map(([lines, end]) => lines.join(end));
}
