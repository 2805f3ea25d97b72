/** A part of a long order that stays the same object while the rows in it do, so that whoever looks at it need not look again. */

/** @returns takes rows and the places from one to the other; each caller needs its own */
export function keptPart(): (rows: Uint32Array, from: number, to: number) => Uint32Array {
  let last = new Uint32Array(0);
  return (rows, from, to) => {
    const part = rows.subarray(from, to);
    if (part.length !== last.length || part.some((row, place) => row !== last[place])) last = part.slice();
    return last;
  };
}
