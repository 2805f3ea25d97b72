/** One image through preprocessing, the vision tower and the projector, with the time that each took. No text. */
import { cellCount, cellsIn } from '../connectors/cells.ts';
import type { ConnectedView } from '../connectors/connector.ts';
import type { EncodedView, Encoding, PictureRole } from '../engine.ts';
import type { EncoderSpec } from '../families/spec.ts';
import type { Grid } from '../merging/coordinates.ts';
import { budgetRemarks } from '../reduction/budget.ts';
import { actsOnRows, budgetOf } from '../reduction/plan.ts';
import type { Plan } from '../reduction/plan.ts';
import { requireMasksOf } from '../reduction/steering/regions.ts';
import type { TimedImage } from '../vision/picture-store.ts';
import type { PreparedImage } from '../vision/prepare.ts';
import type { LoadedEncoder } from './loaded-model.ts';
import type { Pace } from './pace.ts';
import { reduceRows } from './reduce-rows.ts';
import type { ReducedView } from './reduce-rows.ts';
import { regionOutcomes, regionRemarks } from './region-outcomes.ts';
import { encodeMultiplyAdds } from './theory.ts';
import type { TowerOutput } from './tower-output.ts';
import type { TowerRun } from './vision-tower.ts';
import { specAs } from './visual-input.ts';

export interface EncodedImage {
  readonly encoding: Encoding;
  readonly views: readonly TowerOutput[];
  readonly connected: readonly ConnectedView[];
  readonly multiplyAdds: number;
}

export interface EncodeOptions {
  /** Return scores per layer and patch. */
  readonly scores: boolean;
  /** What other budgets of the same picture have in common with this one need not be computed again. */
  readonly reuse?: boolean;
  readonly pace: Pace;
  /** Of the picture in a question; alone unless said. */
  readonly role?: PictureRole;
}

export async function encodeImage(
  model: LoadedEncoder,
  run: TowerRun,
  { prepared, imageDecodeMs, prepareMs, notes, reading, frames }: TimedImage,
  { scores, reuse = false, pace, role = 'alone' }: EncodeOptions,
): Promise<EncodedImage> {
  const spec = specAs(model.checkpoint.spec, role);
  if (run.plan.kind === 'steer') requireMasksOf(run.plan.regions, prepared.source);
  const views: TowerOutput[] = [];
  const connected: ConnectedView[] = [];
  let encodeMs = 0;
  let projectMs = 0;
  for (const view of prepared.views) {
    await pace.next();
    const encodeStart = performance.now();
    const output = await run.encode(view.pixels, { scores, reuse, region: view.region, grid: view.grid });
    const projectStart = performance.now();
    const read = await connect(model.tower, spec, run.plan, output, role);
    encodeMs += projectStart - encodeStart;
    projectMs += performance.now() - projectStart;
    connected.push(read.connected);
    views.push(read.output);
  }

  const budget = budgetOf(run.plan);
  const described = views.map((output, index) =>
    describeView(spec, prepared, output, connected[index]?.rows, index, run.plan, scores),
  );
  const remarks = [
    ...notes,
    ...budgetRemarks(budget, actsOnRows(run.plan) ? 'rows' : 'tokens'),
    ...regionRemarks(run.plan, described),
  ];
  const encoding: Encoding = {
    model: spec.name,
    family: spec.family,
    views: described,
    tokens: views.reduce((sum, { tokens }) => sum + tokens, 0),
    fullTokens: views.reduce((sum, { grid }) => sum + allOf(spec, run.plan, grid), 0),
    target: budget?.used ?? null,
    ...(budget === null ? {} : { budget }),
    source: prepared.source,
    ...(frames === undefined ? {} : { frames }),
    ...(reading === undefined ? {} : { picture: { backend: spec.preprocess.backend, ...reading } }),
    timings: {
      ...{ imageDecodeMs, prepareMs, preprocessMs: imageDecodeMs + prepareMs, encodeMs, projectMs },
      ...(views.some(({ resumed }) => resumed === true) ? { resumed: true as const } : {}),
    },
    device: model.device.name,
    precision: model.precision,
    tower: model.towerPrecision,
    ...(remarks.length === 0 ? {} : { notes: remarks }),
  };
  const multiplyAdds = views.reduce(
    (sum, view, index) =>
      sum + encodeMultiplyAdds(spec, run.plan, view.countsPerLayer, connected[index]?.rows, view.grid),
    0,
  );
  return { encoding, views, connected, multiplyAdds };
}

/** What a view has before the method acts: patches, or rows where it acts on those. */
function allOf(spec: EncoderSpec, plan: Plan, grid: Grid): number {
  return actsOnRows(plan) ? cellCount(cellsIn(spec, grid)) : grid.rows * grid.columns;
}

/** The rows that the language model reads, after the method has acted on them where it does. */
async function connect(
  tower: LoadedEncoder['tower'],
  spec: EncoderSpec,
  plan: Plan,
  output: TowerOutput,
  role: PictureRole,
): Promise<ReducedView> {
  const connected = await tower.connect(output, role);
  if (!actsOnRows(plan)) return { output, connected };
  return reduceRows(plan, spec, { output, connected }, await tower.likeness(connected.projected));
}

function describeView(
  spec: EncoderSpec,
  prepared: PreparedImage,
  output: TowerOutput,
  rows: number | undefined,
  index: number,
  plan: Plan,
  scores: boolean,
): EncodedView {
  const { executedLayers, imageSize } = spec.vision;
  const { grid } = output;
  const region = prepared.views[index]?.region ?? { x: 0, y: 0, width: imageSize, height: imageSize };
  const name = viewName(prepared, index);
  const cells = cellsIn(spec, grid);
  return {
    ...(name === undefined ? {} : { name }),
    grid: [grid.rows, grid.columns],
    region,
    tokens: output.tokens,
    ...(cells.square === 1 || rows === undefined ? {} : { cells: cellCount(cells), rows }),
    countsPerLayer: output.countsPerLayer,
    thresholds: thresholdsOf(plan, executedLayers),
    owner: output.owner,
    size: output.size,
    ...(scores && output.scores !== undefined ? { scores: output.scores() } : {}),
    ...(output.selected === undefined ? {} : { selected: output.selected }),
    ...(plan.kind === 'steer' ? { regions: regionOutcomes(plan, region, grid.rows, output) } : {}),
  };
}

/** Where a view lies in a picture that is cut. */
function viewName({ crops }: PreparedImage, index: number): string | undefined {
  if (crops === undefined) return undefined;
  if (index === 0) return 'overview';
  const row = Math.floor((index - 1) / crops.columns);
  return `row ${row + 1}, column ${((index - 1) % crops.columns) + 1}`;
}

function thresholdsOf(plan: Plan, layers: number): readonly number[] {
  if (plan.kind === 'steer') return plan.thresholds;
  if (plan.kind === 'plain') return new Array<number>(layers).fill(1);
  return plan.kind === 'merge' && plan.rule.by === 'threshold' ? plan.rule.thresholds : [];
}
