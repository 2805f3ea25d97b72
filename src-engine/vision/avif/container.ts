/** An AVIF file taken apart: the coded pictures of colours and alpha, and what is said about them. Decodes nothing. */
import type { Orientation } from '../../engine.ts';
import { NotRead } from '../formats/opened.ts';
import { orientationOf } from '../formats/orientation-tag.ts';
import { supportedFormats } from '../sniff.ts';
import { boxesIn, BrokenBoxes, cursor, firstBox } from './boxes.ts';
import type { Box } from './boxes.ts';
import { readItems } from './items.ts';
import type { Item, Items } from './items.ts';
import { firstPictureOfTracks } from './tracks.ts';

/** One AV1 key frame. */
export interface CodedPicture {
  readonly width: number;
  readonly height: number;
  readonly config: Buffer; // the av1C box's content
  readonly data: Buffer; // AV1 units
}

/** Tiles of equal size, row by row; one for most pictures. The last ones may reach beyond the picture. */
export interface CodedGrid {
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly tiles: readonly CodedPicture[];
}

/** How colours are coded (ISO/IEC 23091-2). */
export interface ColourCode {
  readonly primaries: number;
  readonly matrix: number;
  readonly fullRange: boolean;
}

export interface AvifPicture {
  readonly colour: CodedGrid;
  readonly alpha?: CodedGrid;
  readonly premultiplied: boolean;
  /** Absent where only the AV1 data says it. */
  readonly code?: ColourCode;
  readonly orientation: Orientation;
  /** It is the first of several that follow each other in time. */
  readonly animated: boolean;
}

/** @throws BrokenBoxes, and NotRead for HEIC behind a neutral brand */
export function readAvif(source: Uint8Array): AvifPicture {
  const file = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  const boxes = boxesIn(file);
  const moov = firstBox(boxes, 'moov');
  const animated = firstBox(boxes, 'ftyp')?.toString('latin1', 0, 4) === 'avis' && moov !== undefined;
  if (animated) return firstPictureOfTracks(file, moov);
  const meta = firstBox(boxes, 'meta');
  if (meta === undefined) throw new BrokenBoxes('there is no meta box');
  return fromItems(readItems(file, meta));
}

function fromItems(items: Items): AvifPicture {
  const { primary } = items;
  const alpha = items.all.find(
    (item) => isAlpha(item) && items.refersTo(item.id, 'auxl').includes(primary.id),
  );
  const code = colourCode(primary.properties);
  return {
    colour: codedGrid(items, primary),
    ...(alpha === undefined ? {} : { alpha: codedGrid(items, alpha) }),
    ...(code === undefined ? {} : { code }),
    premultiplied: alpha !== undefined && items.refersTo(primary.id, 'prem').includes(alpha.id),
    orientation: orientationInForce(primary.properties, tagsOf(items)),
    animated: false,
  };
}

const alphaKinds = ['urn:mpeg:mpegB:cicp:systems:auxiliary:alpha', 'urn:mpeg:hevc:2015:auxid:1'];

function isAlpha({ properties }: Item): boolean {
  const kind = property(properties, 'auxC')?.toString('latin1', 4) ?? '';
  return alphaKinds.some((known) => kind === known || kind.startsWith(`${known}\0`));
}

export const property = (properties: readonly Box[], type: string): Buffer | undefined =>
  properties.find((one) => one.type === type)?.data;

function codedGrid(items: Items, item: Item): CodedGrid {
  if (item.type !== 'grid') {
    const only = codedPicture(items, item);
    return { width: only.width, height: only.height, columns: 1, tiles: [only] };
  }
  const read = cursor(items.bytesOf(item), 1);
  const wide = (read.next(1) & 1) === 1 ? 4 : 2;
  const rows = read.next(1) + 1;
  const columns = read.next(1) + 1;
  const tiles = items.refersTo(item.id, 'dimg').map((id) => codedPicture(items, items.byId(id)));
  if (tiles.length !== rows * columns) throw new BrokenBoxes(`a grid has ${String(tiles.length)} tiles`);
  return { width: read.next(wide), height: read.next(wide), columns, tiles };
}

function codedPicture(items: Items, item: Item): CodedPicture {
  if (item.type === 'hvc1') throw new NotRead('is a HEIC image', `save it as one of ${supportedFormats}`);
  const size = property(item.properties, 'ispe');
  const config = property(item.properties, 'av1C');
  if (item.type !== 'av01' || size === undefined || config === undefined || config.length < 4)
    throw new BrokenBoxes(`item ${String(item.id)} is a ${item.type} without size or configuration`);
  const read = cursor(size, 4);
  return { width: read.next(4), height: read.next(4), config, data: items.bytesOf(item) };
}

export function colourCode(properties: readonly Box[]): ColourCode | undefined {
  const found = properties.find(
    ({ type, data }) => type === 'colr' && data.toString('latin1', 0, 4) === 'nclx',
  );
  if (found === undefined) return undefined;
  const read = cursor(found.data, 4);
  const primaries = read.next(2);
  read.next(2); // transfer: levels stay as they are
  return { primaries, matrix: read.next(2), fullRange: (read.next(1) & 0x80) !== 0 };
}

interface Tags {
  readonly exif?: Buffer | undefined;
  readonly xmp?: Buffer | undefined;
}

function tagsOf(items: Items): Tags {
  const about = items.all.filter(({ id }) => items.refersTo(id, 'cdsc').includes(items.primary.id));
  const bytesOfKind = (kind: string): Buffer | undefined => {
    const item = about.find(({ type }) => type === kind);
    return item === undefined ? undefined : items.bytesOf(item);
  };
  const exif = bytesOfKind('Exif');
  return { exif: exif?.subarray(4 + exif.readUInt32BE(0)), xmp: bytesOfKind('mime') };
}

/** The boxes `irot` and `imir` decide; EXIF's own tag counts for nothing beside them (Pillow's reading), XMP's where there is no EXIF. */
export function orientationInForce(properties: readonly Box[], { exif, xmp }: Tags): Orientation {
  const turn = (property(properties, 'irot')?.[0] ?? 0) & 3; // quarter turns left
  const mirror = property(properties, 'imir')?.[0];
  const turned = ([1, 8, 3, 6] as const)[turn] ?? 1;
  const mirrored =
    (
      [
        [4, 5, 2, 7],
        [2, 7, 4, 5],
      ] as const
    )[(mirror ?? 0) & 1]?.[turn] ?? 1;
  const said = mirror === undefined ? turned : mirrored;
  return said === 1 && exif === undefined ? orientationOf({ xmp }) : said;
}
