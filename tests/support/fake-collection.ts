/** Made-up folders of images for the scripted engine: thousands of them at no cost, which can be counted, added to and taken from. */
import type { Collection, CollectionImage, CollectionRequest, ModelInfo } from '../../src-engine/engine.ts';
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
    answer({ source, after, reductions = [], follow = true }, model) {
      if (source.includes('missing'))
        throw new EngineError('bad-input', `The folder ${source} is not there`, { remedy: 'check the path' });
      const key = hash(JSON.stringify([model?.directory, model?.tower, reductions])).toString(36);
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
      const points = model?.calibration?.points ?? [];
      return {
        source,
        model: model?.name ?? null,
        revision: `${key}:${more ? (last ?? revision) : revision}`,
        whole,
        more,
        points,
        images: told.map((entry) => imageOf(entry, model, points.length, reductions)),
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
  points: number,
  reductions: readonly ReductionRequest[],
): CollectionImage {
  const seed = hash(path);
  const complexity = complexityOf(seed);
  const known = counted && model !== undefined;
  const width = 320 + 16 * (seed % 90);
  const height = 240 + 16 * ((seed >>> 7) % 70);
  const means = (model?.calibration?.points ?? []).slice(0, points).map(({ mean }) => mean);
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
    fullTokens: known ? patches : null,
    counts: means.map((mean) => (known ? tokensAt(mean, complexity) : null)),
    asked: reductions.map((reduction) => (known ? askedTokens(reduction, complexity) : null)),
  };
}

function complexityOf(seed: number): number {
  return 0.6 + (0.8 * (seed % 1000)) / 999;
}

function tokensAt(budget: number, complexity: number): number {
  return Math.max(1, Math.min(patches, Math.round(budget * complexity)));
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
