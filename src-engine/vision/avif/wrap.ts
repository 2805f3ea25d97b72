/** One coded picture in an AVIF file of its own, which says that its planes are green, blue and red: a decoder then converts nothing. */
import { box, numbers, versioned } from './boxes.ts';
import type { CodedPicture } from './container.ts';

const name = (text: string): Buffer => Buffer.from(text, 'latin1');

export function wrapped({ width, height, config, data }: CodedPicture): Buffer {
  const ftyp = box('ftyp', name('avif'), numbers(4, 0), name('avifmif1miaf'));
  const meta = (offset: number): Buffer =>
    versioned(
      'meta',
      0,
      0,
      versioned('hdlr', 0, 0, numbers(4, 0), name('pict'), Buffer.alloc(13)),
      versioned('pitm', 0, 0, numbers(2, 1)),
      versioned('iloc', 0, 0, numbers(1, 0x44, 0), numbers(2, 1, 1, 0, 1), numbers(4, offset, data.length)),
      versioned(
        'iinf',
        0,
        0,
        numbers(2, 1),
        versioned('infe', 2, 0, numbers(2, 1, 0), name('av01'), Buffer.alloc(1)),
      ),
      box(
        'iprp',
        box(
          'ipco',
          versioned('ispe', 0, 0, numbers(4, width, height)),
          box('av1C', config),
          box('colr', name('nclx'), numbers(2, 2, 2, 0), numbers(1, 0x80)),
        ),
        versioned('ipma', 0, 0, numbers(4, 1), numbers(2, 1), numbers(1, 3, 1, 0x82, 3)),
      ),
    );
  const start = ftyp.length + meta(0).length + 8;
  return Buffer.concat([ftyp, meta(start), box('mdat', data)]);
}
