/** The engine of any build, old or new, as far as benchmarks need it. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { bundledCalibrations } from '../../src-engine/bundled/assets.ts';

/** What is left of a view's tokens: all, a share by calibrated thresholds, or an exact number by ToMe's constant schedule. */
export type Kept =
  | { readonly kind: 'all' }
  | { readonly kind: 'share'; readonly share: number }
  | { readonly kind: 'exact'; readonly tokens: number };

export interface BenchTimings {
  readonly preprocessMs: number;
  readonly encodeMs: number;
}

export interface BenchAnswer {
  readonly timings: BenchTimings & {
    readonly prefillMs: number;
    readonly firstTokenMs: number;
    readonly tokensPerSecond: number;
  };
}

export interface BenchEngine {
  readonly tokensPerView: number;
  encode(picture: string, kept: Kept): Promise<BenchTimings>;
  answer(picture: string, question: string, kept: Kept, maxNewTokens: number): Promise<BenchAnswer>;
}

interface Options {
  readonly directory: string;
  readonly precision?: string;
}

/** Requests say the same twice: builds up to c4160f4 read `images` and `merging`, later ones `visual` and `reduction`. */
interface BuildsEngine {
  load(source: object): Promise<{ readonly tokensPerView: number }>;
  encode(request: object): Promise<{ readonly timings: BenchTimings }>;
  answer(request: object): AsyncIterable<{ readonly kind: string; readonly result?: BenchAnswer }>;
}

const moduleSchema = z.object({
  createEngine: z.custom<(options: object) => Promise<BuildsEngine>>((value) => typeof value === 'function'),
});

/** The engine of the build in this folder, on the CPU, with a model loaded. */
export async function engineOf(build: string, { directory, precision }: Options): Promise<BenchEngine> {
  const { href } = pathToFileURL(path.join(build, 'src-engine/create-engine.ts'));
  const { createEngine } = moduleSchema.parse(await import(href));
  const calibrationDirectories = [bundledCalibrations()]; // an older build does not have those of a newer model
  const engine = await createEngine({ device: 'cpu', precision, calibrationDirectories });
  const { tokensPerView } = await engine.load({ directory });
  const file = (picture: string) => ({ kind: 'file', path: picture });
  return {
    tokensPerView,
    async encode(picture, kept) {
      return (await engine.encode({ image: file(picture), ...reduced(kept) })).timings;
    },
    async answer(picture, question, kept, maxNewTokens) {
      const images = [file(picture)];
      const asked = {
        images,
        visual: { kind: 'images', images },
        question,
        virtualUnmerging: true,
        maxNewTokens,
      };
      for await (const { result } of engine.answer({ ...asked, ...reduced(kept) }))
        if (result !== undefined) return result;
      throw new Error('The answer ended without a result.');
    },
  };
}

function reduced(kept: Kept): object {
  switch (kept.kind) {
    case 'all':
      return { reduction: { method: 'none' }, merging: { kind: 'none' } };
    case 'share': {
      const budget = { kind: 'share', share: kept.share };
      return { reduction: { method: 'dymu', budget }, merging: { kind: 'adaptive', budget } };
    }
    case 'exact': {
      const { tokens } = kept;
      return {
        reduction: { method: 'tome', budget: { kind: 'tokens', tokens } },
        merging: { kind: 'exact', tokens },
      };
    }
  }
}
