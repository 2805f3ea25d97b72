/** The first picture of an AVIF sequence, from its tracks. Decodes nothing. */
import { boxesIn, BrokenBoxes, cursor, firstBox, fullBox } from './boxes.ts';
import type { Box } from './boxes.ts';
import { colourCode, orientationInForce, property } from './container.ts';
import type { AvifPicture, CodedGrid } from './container.ts';

interface Track {
  readonly id: number;
  readonly alphaOf: readonly number[];
  readonly premultipliedBy: readonly number[];
  readonly properties: readonly Box[]; // of its sample entry
  readonly first: CodedGrid;
}

/** @throws BrokenBoxes */
export function firstPictureOfTracks(file: Buffer, moov: Buffer): AvifPicture {
  const tracks = boxesIn(moov)
    .filter(({ type }) => type === 'trak')
    .flatMap(({ data }) => readTrack(file, boxesIn(data)) ?? []);
  const colour = tracks.find(({ alphaOf }) => alphaOf.length === 0);
  if (colour === undefined) throw new BrokenBoxes('there is no track of pictures');
  const alpha = tracks.find(({ alphaOf }) => alphaOf.includes(colour.id));
  const code = colourCode(colour.properties);
  return {
    colour: colour.first,
    ...(alpha === undefined ? {} : { alpha: alpha.first }),
    ...(code === undefined ? {} : { code }),
    premultiplied: alpha !== undefined && colour.premultipliedBy.includes(alpha.id),
    orientation: orientationInForce(colour.properties, {}),
    animated: true,
  };
}

function readTrack(file: Buffer, trak: readonly Box[]): Track | undefined {
  const stbl = firstBox(trak, 'mdia', 'minf', 'stbl');
  const head = firstBox(trak, 'tkhd');
  if (stbl === undefined || head === undefined) return undefined;
  const table = boxesIn(stbl);
  const entry = sampleEntry(firstBox(table, 'stsd'));
  if (entry === undefined) return undefined;
  const references = boxesIn(firstBox(trak, 'tref') ?? Buffer.alloc(0));
  const to = (kind: string): number[] => {
    const list = firstBox(references, kind) ?? Buffer.alloc(0);
    const read = cursor(list);
    return Array.from({ length: list.length / 4 }, () => read.next(4));
  };
  const { width, height, properties } = entry;
  const config = property(properties, 'av1C');
  if (config === undefined) throw new BrokenBoxes('a track has no configuration');
  const only = { width, height, config, data: firstSample(file, table) };
  return {
    id: cursor(head, (head[0] ?? 0) === 0 ? 12 : 20).next(4),
    alphaOf: to('auxl'),
    premultipliedBy: to('prem'),
    properties,
    first: { width, height, columns: 1, tiles: [only] },
  };
}

function sampleEntry(stsd: Buffer | undefined):
  | {
      readonly width: number;
      readonly height: number;
      readonly properties: readonly Box[];
    }
  | undefined {
  if (stsd === undefined) return undefined;
  const entry = firstBox(boxesIn(fullBox(stsd).rest.subarray(4)), 'av01');
  if (entry === undefined || entry.length < 78) return undefined;
  return {
    width: entry.readUInt16BE(24),
    height: entry.readUInt16BE(26),
    properties: boxesIn(entry.subarray(78)),
  };
}

function firstSample(file: Buffer, table: readonly Box[]): Buffer {
  const sizes = firstBox(table, 'stsz');
  const short = firstBox(table, 'stco');
  const long = firstBox(table, 'co64');
  if (sizes === undefined || (short ?? long) === undefined) throw new BrokenBoxes('a track has no samples');
  const read = cursor(sizes, 4);
  const common = read.next(4);
  read.next(4);
  const length = common === 0 ? read.next(4) : common;
  const offset = short === undefined ? cursor(long ?? sizes, 8).next(8) : cursor(short, 8).next(4);
  if (offset + length > file.length) throw new BrokenBoxes('the first picture ends behind the file');
  return file.subarray(offset, offset + length);
}
