/** Files of which no more is known than where their numbers stand: BMP and SQLite. */
import { field, type Field, type Format, type Piece } from './format.ts';

function everyFour(from: number, to: number, little: boolean): Field[] {
  return Array.from(
    { length: Math.max(0, Math.floor((to - from) / 2)) },
    (_, index) => from + 2 * index,
  ).flatMap((at) => [field(at, 2, little), field(at, 4, little)]);
}

function slices(bytes: Buffer, size: number): Piece[] {
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, index) => ({
    at: index * size,
    length: size,
  }));
}

export const bmp: Format = {
  name: 'BMP',
  fields: () => everyFour(2, 70, true),
  pieces: (bytes) => slices(bytes, 16),
};

const page = 4096; // bytes, as the program makes its database

export const sqlite: Format = {
  name: 'SQLite',
  fields: (bytes) => [
    ...everyFour(16, 100, false),
    // The head of every page: its kind, its cells, where they begin.
    ...slices(bytes, page).flatMap(({ at }) => [
      field(at, 1),
      field(at + 1, 2),
      field(at + 3, 2),
      field(at + 5, 2),
      field(at + 8, 4),
      field(at + 8, 2),
      field(at + 10, 2),
    ]),
  ],
  pieces: (bytes) => slices(bytes, page),
};
