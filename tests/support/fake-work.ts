/** What the jobs of the scripted engine do, kind by kind. */
import type {
  CalibrateRequest,
  CalibrateResult,
  Engine,
  JobRequest,
  ModelInfo,
  SweepRow,
} from '../../src-engine/engine.ts';
import { sweepSteps } from '../../src-engine/sweep/steps.ts';
import { firstChanges, joinRows, sweep as sweepRows } from '../../src-engine/sweep/sweep.ts';
import { engineSubject } from './engine-subject.ts';
import type { FakeCollection } from './fake-collection.ts';
import { fakeDownload } from './fake-hub-plan.ts';
import { fakeEvaluation } from './fake-evaluation.ts';
import type { FakeWork } from './fake-jobs.ts';

export interface FakeWorkHost {
  readonly need: () => ModelInfo;
  readonly collectionOf: (source: string) => FakeCollection;
  /** One native run. */
  readonly run: () => Promise<void>;
  /** Whoever answers, out of turn. */
  readonly engine: Pick<Engine, 'answer' | 'encode'>;
}

/** So many steps has the counting of a folder at most: thousands of images take no longer than a few. */
const mostSteps = 20;

export function fakeWork(request: JobRequest, { need, collectionOf, run, engine }: FakeWorkHost): FakeWork {
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
    case 'download': {
      const { download } = request;
      return {
        about: download.name,
        title: `Downloading ${download.name}`,
        stage: 'Downloading',
        steps: 8,
        step: run,
        result: () => ({ kind: 'download', download: fakeDownload(download) }),
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
    case 'sweep': {
      const { sweep } = request;
      const { image, question } = sweep;
      const path = image.kind === 'open' ? image.id : image.kind === 'bytes' ? image.name : image.path;
      const answers = sweepRows(engineSubject(engine, sweep), sweep);
      const rows: SweepRow[] = [];
      return {
        about: path,
        title: `Asking "${question}" at ${sweep.budgets.length} budgets`,
        stage: 'Answering',
        steps: sweepSteps(sweep).length,
        step: async () => {
          await run();
          const next = await answers.next();
          if (next.done !== true) rows.push(next.value);
        },
        result: () => {
          const joined = joinRows(rows);
          return {
            kind: 'sweep',
            sweep: { image: path, question, rows: joined, firstChange: firstChanges(joined) },
          };
        },
        rows: () => [...rows],
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
