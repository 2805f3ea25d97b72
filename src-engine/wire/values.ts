/**
 * Values of the remote protocol as bytes, and back: JSON, and after it the typed arrays and the numbers that JSON has no words for. What
 * arrives is data whatever it says: no code runs, no key reaches a prototype, and sizes are checked before memory is taken.
 *
 * Layout: length of the JSON (4 bytes, little endian), JSON `{ value, parts }` as UTF-8, contents of the arrays one after the other.
 */
import { z } from 'zod';
import { WireFault } from './wire-fault.ts';

const kinds = { u8: Uint8Array, i32: Int32Array, f32: Float32Array, f64: Float64Array } as const;
type Kind = keyof typeof kinds;
type Numbers = Uint8Array | Int32Array | Float32Array | Float64Array;

const unspeakable = { nan: NaN, inf: Infinity, '-inf': -Infinity, '-0': -0 } as const;
type Unspeakable = keyof typeof unspeakable;

const placeSchema = z.array(z.union([z.string(), z.int().nonnegative()])).max(200);
const partSchema = z.union([
  z.strictObject({ at: placeSchema, is: z.enum(['u8', 'i32', 'f32', 'f64']), length: z.int().nonnegative() }),
  z.strictObject({ at: placeSchema, is: z.enum(['nan', 'inf', '-inf', '-0']) }),
]);
type Part = z.infer<typeof partSchema>;
const documentSchema = z.strictObject({ value: z.unknown(), parts: z.array(partSchema) });

const headBytes = 4;
/** Deeper than any message of ours by far. */
const deepest = 100;

/** @throws WireFault for what does not cross: functions, maps, objects of classes, circles */
export function encodeValue(value: unknown): Uint8Array<ArrayBuffer> {
  const parts: Part[] = [];
  const arrays: Numbers[] = [];
  const plain = strip(value, [], parts, arrays);
  const json = new TextEncoder().encode(JSON.stringify({ value: plain, parts }));
  const bytes = new Uint8Array(
    headBytes + json.length + arrays.reduce((sum, { byteLength }) => sum + byteLength, 0),
  );
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, headBytes);
  let at = headBytes + json.length;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += array.byteLength;
  }
  return bytes;
}

/** The value without what JSON cannot say, which is listed in `parts`. Fields that are undefined are left out. */
function strip(value: unknown, at: (string | number)[], parts: Part[], arrays: Numbers[]): unknown {
  if (at.length > deepest) throw new WireFault('is nested too deeply');
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'undefined':
      return null; // within a list
    case 'number': {
      const is = wordOf(value);
      if (is === null) return value;
      parts.push({ at: [...at], is });
      return null;
    }
    case 'object':
      break;
    default:
      throw new WireFault(`holds a ${typeof value}`);
  }
  if (value === null) return null;
  const is = kindOf(value);
  if (is !== null) {
    const { array, kind } = is;
    parts.push({ at: [...at], is: kind, length: array.length });
    arrays.push(array);
    return null;
  }
  const below = (key: string | number, item: unknown): unknown => {
    at.push(key);
    const plain = strip(item, at, parts, arrays);
    at.pop();
    return plain;
  };
  if (Array.isArray(value)) return value.map((item, index) => below(index, item));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new WireFault('holds an object of a class');
  const fields = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(fields.map(([key, item]) => [key, below(key, item)]));
}

function wordOf(value: number): Unspeakable | null {
  if (Number.isNaN(value)) return 'nan';
  if (Object.is(value, -0)) return '-0';
  return value === Infinity ? 'inf' : value === -Infinity ? '-inf' : null;
}

function kindOf(value: object): { readonly kind: Kind; readonly array: Numbers } | null {
  if (!ArrayBuffer.isView(value)) return null;
  if (value instanceof Uint8Array) return { kind: 'u8', array: value };
  if (value instanceof Int32Array) return { kind: 'i32', array: value };
  if (value instanceof Float32Array) return { kind: 'f32', array: value };
  if (value instanceof Float64Array) return { kind: 'f64', array: value };
  throw new WireFault('holds an array of a kind that does not cross');
}

/** @throws WireFault for anything that `encodeValue` does not make */
export function decodeValue(bytes: Uint8Array): unknown {
  if (bytes.length < headBytes) throw new WireFault('is too short');
  const jsonBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (jsonBytes > bytes.length - headBytes) throw new WireFault('is shorter than it says');
  const document = documentSchema.safeParse(parse(bytes.subarray(headBytes, headBytes + jsonBytes)));
  if (!document.success) throw new WireFault('is no message');
  const { parts } = document.data;
  const root = { value: document.data.value };
  let at = headBytes + jsonBytes;
  for (const part of parts) {
    if ('length' in part) {
      const made = take(bytes, at, part.is, part.length);
      at += made.byteLength;
      put(root, ['value', ...part.at], made);
    } else put(root, ['value', ...part.at], unspeakable[part.is]);
  }
  if (at !== bytes.length) throw new WireFault('is longer than it says');
  return root.value;
}

/** Text that names the one key that is more than a key is read with care; all else as quickly as it goes. */
function parse(json: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(json);
    return /__proto__|\\u005f/iu.test(text) ? JSON.parse(text, withoutPrototype) : JSON.parse(text);
  } catch (error) {
    if (error instanceof WireFault) throw error;
    throw new WireFault('is not JSON');
  }
}

function withoutPrototype(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new WireFault('names a prototype');
  return value;
}

/** A copy of its own: a view would keep the whole message, and would not lie at a multiple of its elements' size. */
function take(bytes: Uint8Array, at: number, kind: Kind, length: number): Numbers {
  const size = length * kinds[kind].BYTES_PER_ELEMENT;
  if (size > bytes.length - at) throw new WireFault('is shorter than it says');
  return new kinds[kind](bytes.slice(at, at + size).buffer);
}

/** Only where `strip` has left a null. */
function put(root: object, at: readonly (string | number)[], made: Numbers | number): void {
  let holder: unknown = root;
  for (const key of at.slice(0, -1)) holder = own(holder, key);
  const last = at.at(-1) ?? '';
  if (own(holder, last) !== null) throw new WireFault('puts an array where there is something else');
  (holder as Record<string | number, unknown>)[last] = made; // `own` has seen that it is an object with this key
}

function own(holder: unknown, key: string | number): unknown {
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, key) || key === '__proto__')
    throw new WireFault('puts an array where there is nothing');
  return (holder as Record<string | number, unknown>)[key];
}
