/** The items of a media file's `meta` box: their kinds, bytes, properties and what refers to what. Decodes nothing. */
import { boxesIn, BrokenBoxes, cursor, firstBox, fullBox } from './boxes.ts';
import type { Box } from './boxes.ts';

export interface Item {
  readonly id: number;
  readonly type: string; // 'av01', 'grid', 'Exif', 'mime', ...
  readonly properties: readonly Box[];
}

export interface Items {
  readonly primary: Item;
  readonly all: readonly Item[];
  /** The items that `from` refers to in this way, in order. */
  refersTo(from: number, kind: string): readonly number[];
  bytesOf(item: Item): Buffer;
  byId(id: number): Item;
}

interface Extent {
  readonly inside: boolean; // in the idat box, else in the file
  readonly offset: number;
  readonly length: number;
}

/** @throws BrokenBoxes */
export function readItems(file: Buffer, meta: Buffer): Items {
  const boxes = boxesIn(fullBox(meta).rest);
  const types = itemTypes(firstBox(boxes, 'iinf') ?? Buffer.alloc(8));
  const properties = itemProperties(firstBox(boxes, 'iprp'));
  const extents = itemExtents(firstBox(boxes, 'iloc'));
  const references = itemReferences(firstBox(boxes, 'iref'));
  const inside = firstBox(boxes, 'idat') ?? Buffer.alloc(0);
  const all = [...types].map(([id, type]) => ({ id, type, properties: properties.get(id) ?? [] }));
  const byId = (id: number): Item => {
    const found = all.find((item) => item.id === id);
    if (found === undefined) throw new BrokenBoxes(`item ${String(id)} is missing`);
    return found;
  };
  const named = fullBox(firstBox(boxes, 'pitm') ?? Buffer.alloc(4));
  return {
    primary: byId(cursor(named.rest).next(named.version === 0 ? 2 : 4)),
    all,
    refersTo: (from, kind) => references.find((one) => one.from === from && one.kind === kind)?.to ?? [],
    bytesOf({ id }) {
      const parts = (extents.get(id) ?? []).map((extent) => {
        const source = extent.inside ? inside : file;
        const end = extent.length === 0 ? source.length : extent.offset + extent.length;
        if (end > source.length) throw new BrokenBoxes(`item ${String(id)} ends behind the file`);
        return source.subarray(extent.offset, end);
      });
      return Buffer.concat(parts);
    },
    byId,
  };
}

function itemTypes(iinf: Buffer): Map<number, string> {
  const { version, rest } = fullBox(iinf);
  const types = new Map<number, string>();
  for (const { type, data } of boxesIn(rest.subarray(version === 0 ? 2 : 4))) {
    const entry = fullBox(data);
    if (type !== 'infe' || entry.version < 2) continue;
    const wide = entry.version === 2 ? 2 : 4;
    types.set(cursor(entry.rest).next(wide), entry.rest.toString('latin1', wide + 2, wide + 6));
  }
  return types;
}

function itemProperties(iprp: Buffer | undefined): Map<number, Box[]> {
  const found = new Map<number, Box[]>();
  if (iprp === undefined) return found;
  const boxes = boxesIn(iprp);
  const listed = boxesIn(firstBox(boxes, 'ipco') ?? Buffer.alloc(0));
  for (const { type, data } of boxes) {
    if (type !== 'ipma') continue;
    const read = cursor(data);
    const version = read.next(1);
    const wide = (read.next(3) & 1) === 1;
    for (let entries = read.next(4); entries > 0; entries--) {
      const id = read.next(version < 1 ? 2 : 4);
      const own: Box[] = [];
      for (let count = read.next(1); count > 0; count--) {
        const index = read.next(wide ? 2 : 1) & (wide ? 0x7fff : 0x7f);
        const property = listed[index - 1];
        if (property !== undefined) own.push(property);
      }
      found.set(id, own);
    }
  }
  return found;
}

function itemExtents(iloc: Buffer | undefined): Map<number, Extent[]> {
  const found = new Map<number, Extent[]>();
  if (iloc === undefined) return found;
  const read = cursor(iloc, 4);
  const version = iloc[0] ?? 0;
  const sizes = read.next(2);
  const [offsetBytes, lengthBytes, baseBytes] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexBytes = version === 0 ? 0 : sizes & 15;
  for (let items = read.next(version < 2 ? 2 : 4); items > 0; items--) {
    const id = read.next(version < 2 ? 2 : 4);
    const inside = version > 0 && (read.next(2) & 15) === 1;
    read.next(2);
    const base = read.next(baseBytes);
    const extents: Extent[] = [];
    for (let count = read.next(2); count > 0; count--) {
      read.next(indexBytes);
      const offset = base + read.next(offsetBytes);
      extents.push({ inside, offset, length: read.next(lengthBytes) });
    }
    found.set(id, extents);
  }
  return found;
}

interface Reference {
  readonly kind: string;
  readonly from: number;
  readonly to: readonly number[];
}

function itemReferences(iref: Buffer | undefined): Reference[] {
  if (iref === undefined) return [];
  const { version, rest } = fullBox(iref);
  const wide = version === 0 ? 2 : 4;
  return boxesIn(rest).map(({ type, data }) => {
    const read = cursor(data);
    const from = read.next(wide);
    return { kind: type, from, to: Array.from({ length: read.next(2) }, () => read.next(wide)) };
  });
}
