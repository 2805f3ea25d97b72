/** Tokens of every frame over time as bars, and the scale that they stand on. Geometry only; draws nothing. */
import { scaleBand, scaleLinear } from 'd3-scale';

export interface FrameBar {
  readonly x: number; // px
  readonly width: number;
  readonly y: number;
  readonly height: number; // 0 while a frame is not counted
}

/** @param tokens of each frame; null where it is not counted yet. @param most what a full bar stands for */
export function framesChart(
  tokens: readonly (number | null)[],
  most: number,
  { width, height }: { readonly width: number; readonly height: number },
): readonly FrameBar[] {
  const x = scaleBand<number>()
    .domain(tokens.map((_, index) => index))
    .range([0, width])
    .paddingInner(0.15);
  const y = scaleLinear()
    .domain([0, Math.max(1, most)])
    .range([height, 0]);
  return tokens.map((count, index) => {
    const top = y(count ?? 0);
    return { x: x(index) ?? 0, width: x.bandwidth(), y: top, height: height - top };
  });
}
