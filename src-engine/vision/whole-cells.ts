/** Pictures that keep their shape: both sides to whole cells, the area within bounds. As Qwen-VL's image processor defines it. Sizes only. */
import { EngineError } from '../errors.ts';
import type { WholeCells } from '../families/spec.ts';
import type { Size } from './view-plan.ts';

/** The processor of these models refuses longer pictures. */
const mostRatio = 200;

/** To the nearest whole number, halves to the even one, as Python rounds. */
function rounded(value: number): number {
  const low = Math.floor(value);
  if (value - low !== 0.5) return Math.round(value);
  return low % 2 === 0 ? low : low + 1;
}

/** What the picture is resized to. Throws `bad-input` for one that is more than 200 times as long as wide. */
export function wholeCellsSize({ width, height }: Size, rule: Omit<WholeCells, 'patchSize'>): Size {
  const { side, leastPixels, mostPixels } = rule;
  if (Math.max(width, height) / Math.min(width, height) > mostRatio) {
    const fact = `The picture is ${width} x ${height} pixels, and this model takes none that is more than ${mostRatio} times as long as it is wide`;
    throw new EngineError('bad-input', fact, { remedy: 'crop it' });
  }
  const nearest = { width: rounded(width / side) * side, height: rounded(height / side) * side };
  if (nearest.width * nearest.height > mostPixels) {
    const shrink = Math.sqrt((height * width) / mostPixels);
    const to = (length: number): number => Math.max(side, Math.floor(length / shrink / side) * side);
    return { width: to(width), height: to(height) };
  }
  if (nearest.width * nearest.height < leastPixels) {
    const enlarge = Math.sqrt(leastPixels / (height * width));
    const to = (length: number): number => Math.ceil((length * enlarge) / side) * side;
    return { width: to(width), height: to(height) };
  }
  return nearest;
}

/** Says that the picture was made smaller than the model's own processor makes it. */
export function boundNote(picture: Size, size: Size, rule: WholeCells): string[] {
  const own = wholeCellsSize(picture, { ...rule, mostPixels: rule.modelPixels });
  if (own.width === size.width && own.height === size.height) return [];
  return [
    `The picture is encoded at ${size.width} x ${size.height} pixels: the model's own processor would take ${own.width} x ${own.height}, more patches than are encoded here.`,
  ];
}
