/** What the jobs of the scripted engine do, kind by kind. */
import type { CalibrateRequest, CalibrateResult, JobRequest, ModelInfo } from '../../src-engine/engine.ts';
import type { FakeCollection } from './fake-collection.ts';
import { fakeEvaluation } from './fake-evaluation.ts';
import type { FakeWork } from './fake-jobs.ts';

export interface FakeWorkHost {
  readonly need: () => ModelInfo;
  readonly collectionOf: (source: string) => FakeCollection;
  /** One native run. */
  readonly run: () => Promise<void>;
}

/** So many steps has the counting of a folder at most: thousands of images take no longer than a few. */
const mostSteps = 20;

export function fakeWork(request: JobRequest, { need, collectionOf, run }: FakeWorkHost): FakeWork {
  switch (request.kind) {
    case 'collect': {
      const { source } = request.collect;
      const collection = collectionOf(source);
      const steps = Math.min(collection.size, mostSteps);
      return {
        about: source,
        title: `Counting the tokens of ${lastOf(source)}`,
        stage: 'Encoding',
        steps,
        step: async (step) => {
          await run();
          const [from, to] = [step, step + 1].map((n) => Math.round((n * collection.size) / steps));
          for (let index = from ?? 0; index < (to ?? 0); index += 1) collection.count(index);
        },
        result: () => ({
          kind: 'collect',
          collect: {
            source,
            images: collection.size,
            unreadable: 1,
            encodes: collection.size * (need().calibration?.points.length ?? 0),
            known: 0,
          },
        }),
      };
    }
    case 'calibrate': {
      const { calibrate } = request;
      return {
        about: calibrate.out,
        title: `Calibrating on ${calibrate.images.length} images`,
        stage: 'Finding thresholds',
        steps: calibrate.points ?? 9,
        step: run,
        result: () => ({ kind: 'calibrate', calibrate: fakeCalibration(need(), calibrate) }),
      };
    }
    case 'evaluate': {
      const { evaluate } = request;
      return {
        about: evaluate.data,
        title: `Evaluating on ${lastOf(evaluate.data)}`,
        stage: 'Answering',
        steps: evaluate.modes.length,
        step: run,
        result: () => ({ kind: 'evaluate', evaluate: fakeEvaluation(need(), evaluate) }),
      };
    }
  }
}

export function fakeCalibration(
  { calibration, imageBackend }: ModelInfo,
  { out, points = 9, images, heldBack }: CalibrateRequest,
): CalibrateResult {
  return {
    out,
    images: images.length,
    skipped: [],
    points: (calibration?.points ?? []).slice(0, points),
    ...(heldBack === undefined
      ? {}
      : {
          heldBack: {
            images: heldBack.length,
            skipped: [],
            points: (calibration?.points ?? [])
              .slice(0, points)
              .map(({ mean, std }, index) => ({ promised: mean, mean: index === 0 ? 2 * mean : mean, std })),
          },
        }),
    imageBackend,
    imageRoute: 'path',
    notes: ['4 images are few to calibrate with.'],
  };
}

function lastOf(path: string): string {
  return path.split('/').at(-1) ?? path;
}
