/** Where the patches of video frames stand in the prompt of LLaVA-OneVision: frame after frame, one newline at the end. Geometry only. */
import { flatLayout, nearestCell, newlineCell, type ImageLayout } from './image-layout.ts';

/** The reference's layout under merging: every patch of every frame. */
export function flatVideoLayout(frames: number, gridSide: number): ImageLayout {
  const { cells, rowOrder } = flatLayout(frames, gridSide ** 2);
  return { cells: Int32Array.of(...cells, newlineCell), rowOrder };
}

/** The unmerged model's layout: frames pooled to half their side, rounded up; a pooled cell takes the patch under its centre. */
export function pooledVideoLayout(frames: number, gridSide: number): ImageLayout {
  const side = Math.ceil(gridSide / 2);
  const cells: number[] = [];
  for (let frame = 0; frame < frames; frame++) {
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        const y = nearestCell(row, gridSide, side);
        const x = nearestCell(column, gridSide, side);
        cells.push(frame * gridSide ** 2 + y * gridSide + x);
      }
    }
  }
  const places = Int32Array.from({ length: frames * gridSide ** 2 }, (_, patch) => {
    const inFrame = patch % gridSide ** 2;
    const row = nearestCell(Math.floor(inFrame / gridSide), side, gridSide);
    const column = nearestCell(inFrame % gridSide, side, gridSide);
    return (Math.floor(patch / gridSide ** 2) * side + row) * side + column;
  });
  return { cells: Int32Array.from([...cells, newlineCell]), rowOrder: 'appearance', places };
}
