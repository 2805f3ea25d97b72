/** The encoder at work on grids of any shape: every patch to the last layer, and pooling behind it. Nothing merges in it (docs/decisions/0062). */
import { ownGrid } from '../connectors/cells.ts';
import type { FreeGrid, VisionSpec } from '../families/spec.ts';
import { freeVisionGraph } from '../graph/free-vision-graph.ts';
import { corners, gridPositions } from '../graph/grid-positions.ts';
import { windowPlaces } from '../graph/grid-windows.ts';
import type { Grid } from '../merging/coordinates.ts';
import { countIn } from '../reduction/plan.ts';
import type { Plan } from '../reduction/plan.ts';
import { gridCells } from '../reduction/pool/cells.ts';
import { floats } from '../runtime/onnx.ts';
import type { Feeds } from '../runtime/onnx.ts';
import type { Encoder, EncodeView } from './encoder.ts';
import type { SessionFactory } from './session-factory.ts';
import { allPatches, pooledPatches } from './tower-output.ts';

function windowFeeds(grid: Grid, side: number): Feeds {
  const { patches, shut, places } = windowPlaces(grid, side);
  return {
    window_patches: { data: patches, dims: [patches.length] },
    window_shut: { data: shut, dims: [shut.length] },
    window_places: { data: places, dims: [places.length] },
  };
}

/** One session serves every grid: what hangs on its shape is computed here and fed. */
export async function freeEncoder(
  factory: SessionFactory,
  vision: VisionSpec,
  free: FreeGrid,
): Promise<Encoder> {
  const session = await factory.open((context) => freeVisionGraph(context, vision, free));
  const feeds = (pixels: Float32Array, grid: Grid): Feeds => {
    const patches = grid.rows * grid.columns;
    const { gridSide, headDim, patchSize } = vision;
    const { taps, shares, cos, sin } = gridPositions(grid, gridSide, headDim, free.rotaryTheta);
    return {
      pixel_values: {
        data: pixels,
        dims: [
          pixels.length / (3 * patches * patchSize ** 2), // one still picture, or the frames of a patch
          3,
          grid.rows * patchSize,
          grid.columns * patchSize,
        ],
      },
      ...(free.learnedPositions
        ? {
            taps: { data: taps, dims: [corners, patches] },
            shares: { data: shares, dims: [corners, patches] },
          }
        : {}),
      ...(free.windows === undefined ? {} : windowFeeds(grid, free.windows.side)),
      cos: { data: cos, dims: [patches, headDim / 2] },
      sin: { data: sin, dims: [patches, headDim / 2] },
    };
  };
  const features = async (pixels: Float32Array, grid: Grid): Promise<Float32Array> =>
    floats(await session.run(feeds(pixels, grid)), 'features');
  try {
    // A session's first run allocates its memory; paid here, it spoils no measurement.
    await features(new Float32Array(3 * (2 * vision.patchSize) ** 2), { rows: 2, columns: 2 });
  } catch (error) {
    await session.release();
    throw error;
  }
  const encoderOf = (plan: Plan): EncodeView => {
    switch (plan.kind) {
      case 'plain':
      case 'rows':
      case 'prune':
        return async (pixels, { grid = ownGrid(vision) } = {}) =>
          allPatches(vision, grid, await features(pixels, grid));
      case 'pool':
        return async (pixels, { grid = ownGrid(vision) } = {}) => {
          const cells = gridCells(grid, countIn(plan, plan.tokens, grid.rows * grid.columns));
          return pooledPatches(vision, grid, await features(pixels, grid), cells);
        };
      case 'merge':
      case 'steer':
      case 'select':
        throw new RangeError('Nothing merges in an encoder of grids of any shape.');
    }
  };
  return { open: (plan) => Promise.resolve(encoderOf(plan)), release: () => session.release() };
}
