/** The merging encoder of small models: run from the pixels, or, where that is asked for, on from an earlier run over the same ones. */
import type { VisionSpec } from '../families/spec.ts';
import { resumableVisionGraph } from '../graph/resumable-vision-graph.ts';
import type { Feeds } from '../runtime/onnx.ts';
import { beginningAt, beginningAtPixels, keepRuns, outputsOf, wholeRun } from './kept-runs.ts';
import type { KeptRun } from './kept-runs.ts';
import type { SessionFactory } from './session-factory.ts';
import type { MergedRun, MergeFeeds, PixelFeeds } from './tower-feeds.ts';

export interface ResumableTower {
  /** To the last bit the same with and without `reuse`. */
  run(pixels: PixelFeeds, rule: MergeFeeds, reuse: boolean): Promise<MergedRun>;
  release(): Promise<void>;
}

/** What is needed to go on from a run is not copied where nobody will. */
const ofWholeRuns = ['features', 'size', 'owner', 'best', 'counts'] as const;

interface WentOn extends Pick<MergedRun, 'resumed'> {
  readonly run: KeptRun;
}

/** On a processor. */
export async function openResumableTower(
  factory: SessionFactory,
  vision: VisionSpec,
): Promise<ResumableTower> {
  const session = await factory.open((context) => resumableVisionGraph(context, vision));
  const runs = keepRuns(vision);
  const fromPixels = beginningAtPixels(vision);

  async function goOn(pixels: Float32Array, rule: MergeFeeds, feeds: Feeds): Promise<WentOn> {
    const known = runs.find(pixels, { thresholds: rule.thresholds.data, limits: rule.limits.data });
    if (known === undefined) {
      const run = wholeRun(vision, pixels, await session.run({ ...feeds, ...fromPixels }));
      return { run, resumed: false };
    }
    if (known.begin === vision.executedLayers) return { run: known.run, resumed: true };
    const beginning = beginningAt(vision, known.run, known.begin);
    const outputs = await session.run({ ...feeds, ...beginning });
    return { run: wholeRun(vision, known.run.pixels, outputs, known), resumed: true };
  }

  return {
    async run(pixels, rule, reuse) {
      const feeds: Feeds = { ...pixels, ...rule };
      if (!reuse) {
        const outputs = await session.run({ ...feeds, ...fromPixels }, {}, ofWholeRuns);
        return { outputs, resumed: false };
      }
      const { run, resumed } = await goOn(pixels.pixel_values.data, rule, feeds);
      runs.keep(run);
      return { outputs: outputsOf(vision, run), resumed };
    },
    release: () => session.release(),
  };
}
