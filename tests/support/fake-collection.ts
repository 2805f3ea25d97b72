/** Made-up folders of images for the scripted engine: thousands of them at no cost, which can be counted, added to and taken from. */
import type {
  Collection,
  CollectionImage,
  CollectionRequest,
  CountedMethod,
  ModelInfo,
} from '../../src-engine/engine.ts';
import { EngineError } from '../../src-engine/errors.ts';
import { methodOf } from '../../src-engine/reduction/methods.ts';
import type { ReductionRequest } from '../../src-engine/reduction/methods.ts';
import { fakeCurve } from './fake-encoding.ts';
import { hash } from './fake-merging.ts';
import { layers, patches } from './fake-model.ts';

export interface FakeCollectionOptions {
  readonly images?: number; // 24 unless said
  readonly unreadable?: number; // 1 unless said
  /** True: as after a job. */
  readonly counted?: boolean;
}

export interface FakeCollection {
  readonly size: number;
  /** Counts the image at that place, as a job does. */
  count(index: number): void;
  add(path: string): void;
  remove(path: string): void;
  answer(request: CollectionRequest, model: ModelInfo | undefined): Collection;
}

interface Entry {
  readonly id: number;
  readonly path: string;
  counted: boolean;
  changed: number; // revision
}

/** So many images a reply. */
const page = 5000;

export function createFakeCollection(options: FakeCollectionOptions = {}): FakeCollection {
  let revision = 1;
  const gone: { readonly id: number; readonly changed: number }[] = [];
  const entries: Entry[] = Array.from({ length: options.images ?? 24 }, (_, index) => ({
    id: index + 1,
    path: `${folders[index % folders.length]}/picture-${String(index + 1).padStart(5, '0')}.jpg`,
    counted: options.counted ?? false,
    changed: 1,
  }));
  let lastId = entries.length;
  const unreadable = Array.from({ length: options.unreadable ?? 1 }, (_, index) => ({
    path: `broken-${index + 1}.jpg`,
    reason: `broken-${index + 1}.jpg is not an image that can be read.`,
  }));

  return {
    get size() {
      return entries.length;
    },
    count(index) {
      const entry = entries[index];
      if (entry === undefined || entry.counted) return;
      entry.counted = true;
      entry.changed = ++revision;
    },
    add(path) {
      entries.push({ id: ++lastId, path, counted: false, changed: ++revision });
    },
    remove(path) {
      const index = entries.findIndex((entry) => entry.path === path);
      const [entry] = index < 0 ? [] : entries.splice(index, 1);
      if (entry !== undefined) gone.push({ id: entry.id, changed: ++revision });
    },
    answer({ source, after, method: asked = 'dymu', reductions = [], follow = true }, model) {
      if (source.includes('missing'))
        throw new EngineError('bad-input', `The folder ${source} is not there`, { remedy: 'check the path' });
      const key = hash(JSON.stringify([model?.directory, model?.tower, asked, reductions])).toString(36);
      const [knownKey, known] = after?.split(':') ?? [];
      const whole = knownKey !== key;
      const since = whole ? 0 : Number(known);
      const changed = entries
        .filter((entry) => entry.changed > since)
        .sort((a, b) => a.changed - b.changed || a.id - b.id);
      // A page ends between two revisions, so that "after" means the same to both.
      const last = changed[page - 1]?.changed;
      const told = last === undefined ? changed : changed.filter((entry) => entry.changed <= last);
      const more = told.length < changed.length;
      const ruler = rulerOf(asked, model);
      const { method, points } = ruler;
      return {
        source,
        model: model?.name ?? null,
        revision: `${key}:${more ? (last ?? revision) : revision}`,
        whole,
        more,
        method,
        points,
        images: told.map((entry) => imageOf(entry, model, ruler, reductions)),
        gone: gone.filter((entry) => !whole && entry.changed > since).map(({ id }) => id),
        following: follow ? { kind: 'watched' } : { kind: 'off' },
        unread: 0,
        unreadable,
        unreadableTotal: unreadable.length,
        interpolation: entries.some(({ counted }) => counted) && model !== undefined ? check(points) : null,
        notes:
          entries.length < 100 && model !== undefined
            ? [
                {
                  kind: 'few',
                  text: `${entries.length} images are few: averages of other pictures may differ.`,
                },
              ]
            : [],
      };
    },
  };
}

const folders = ['streets', 'streets/night', 'charts', 'portraits'];

function imageOf(
  { id, path, counted }: Entry,
  model: ModelInfo | undefined,
  { method, points, most }: Ruler,
  reductions: readonly ReductionRequest[],
): CollectionImage {
  const seed = hash(path);
  const complexity = complexityOf(seed);
  const known = counted && model !== undefined;
  const width = 320 + 16 * (seed % 90);
  const height = 240 + 16 * ((seed >>> 7) % 70);
  // Pictures that keep their shape have more or fewer than the model's own square, which is its scale.
  const shape = method === 'rows' && model?.anyShape === true ? (width * height) / 640 ** 2 : 1;
  const full = Math.round(most * shape);
  return {
    id,
    path,
    width,
    height,
    // Complex pictures compress worse, with some scatter.
    bytes: Math.round(
      width * height * (0.05 + 0.35 * (complexity - 0.6) + 0.1 * ((seed >>> 11) % 100) * 0.01),
    ),
    modifiedMs: 1_700_000_000_000 + (seed % 1_000_000) * 1000,
    views: known ? 1 : null,
    fullTokens: known ? full : null,
    counts: points.map(({ mean }) => (known ? tokensAt(mean * shape, complexity, full) : null)),
    asked: reductions.map((reduction) => (known ? askedTokens(reduction, complexity) : null)),
  };
}

function complexityOf(seed: number): number {
  return 0.6 + (0.8 * (seed % 1000)) / 999;
}

function tokensAt(budget: number, complexity: number, most = patches): number {
  return Math.max(1, Math.min(most, Math.round(budget * complexity)));
}

type Ruler = Pick<Collection, 'method' | 'points'> & { readonly most: number };

function rulerOf(asked: CountedMethod, model: ModelInfo | undefined): Ruler {
  const { cellsPerView, anyShape, calibration = null } = model ?? {};
  return cellsPerView !== undefined && (asked === 'rows' || anyShape === true)
    ? { method: 'rows', points: calibration?.rows?.points ?? [], most: cellsPerView }
    : { method: 'dymu', points: calibration?.points ?? [], most: patches };
}

function askedTokens(reduction: ReductionRequest, complexity: number): number {
  const plan = methodOf(reduction).plan(reduction, {
    patches,
    layers,
    executedLayers: layers,
    curve: fakeCurve,
  });
  if (plan.kind === 'plain') return patches;
  if (plan.kind === 'pool' || plan.kind === 'select') return plan.tokens;
  if (plan.kind === 'prune') return plan.rows;
  if (plan.budget !== null) return tokensAt(plan.budget.used, complexity);
  if (plan.kind === 'merge' && plan.rule.by === 'count')
    return patches - plan.rule.rows.reduce((sum, row) => sum + row, 0);
  return tokensAt(patches / 2, complexity);
}

function check(points: Collection['points']): Collection['interpolation'] {
  const gaps = points.slice(1).map(({ mean }, index) => ({
    budget: ((points[index]?.mean ?? mean) + mean) / 2,
    images: 20,
    mean: 0.6,
    most: 2.5,
  }));
  return { images: 20, gaps };
}
