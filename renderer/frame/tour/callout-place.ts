/** Where the tour's words stand: beside what they speak of, where there is most room, and always inside the window. Pure. [css px] */
import type { Place } from './use-target.ts';

export interface Box {
  readonly width: number;
  readonly height: number;
}

const gap = 12;
const margin = 8;

/** Left and top of the words. In the middle without a target; over its lower end where it leaves no room. */
export function placeCallout(target: Place | null, words: Box, room: Box): { left: number; top: number } {
  const fit = (left: number, top: number) => ({
    left: bound(left, margin, room.width - words.width - margin),
    top: bound(top, margin, room.height - words.height - margin),
  });
  if (target === null) return fit((room.width - words.width) / 2, (room.height - words.height) / 2);
  const middle = {
    left: target.left + (target.width - words.width) / 2,
    top: target.top + (target.height - words.height) / 2,
  };
  const right = target.left + target.width;
  const bottom = target.top + target.height;
  const sides = [
    { room: room.height - bottom - words.height, at: fit(middle.left, bottom + gap) },
    { room: target.top - words.height, at: fit(middle.left, target.top - gap - words.height) },
    { room: room.width - right - words.width, at: fit(right + gap, middle.top) },
    { room: target.left - words.width, at: fit(target.left - gap - words.width, middle.top) },
  ];
  const [best] = sides.filter((side) => side.room >= gap + margin).sort((a, b) => b.room - a.room);
  return best?.at ?? fit(middle.left, bottom - gap - words.height);
}

function bound(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
