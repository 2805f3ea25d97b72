/** What the views ask of the state, as pure functions. */
import type {
  BenchReport,
  EncodedView,
  ImageReading,
  ReductionRequest,
  ModelInfo,
  PictureRole,
} from '../../src-engine/engine.ts';
import { overlayMode } from '../../src-engine/overlay/modes.ts';
import { memoised } from './collection/memoised.ts';
import { benchKey, benchRequest } from './bench-slice.ts';
import { hasStopped, modelInfo } from './model-slice.ts';
import { finishedPair, type Measurement } from './measurement.ts';
import { readingKey, readingOf } from './reading.ts';
import { steeredReduction } from './regions/budgets.ts';
import { noRegions } from './regions/list.ts';
import { regionsOf } from './regions/selectors.ts';
import {
  idlePair,
  isRunning,
  reductionKey,
  requestKey,
  sameBackend,
  samePrecision,
  sameTower,
  sameReduction,
  type AnswerPair,
} from './run.ts';
import type { PictureFacts, ShelfImage } from './shelf-slice.ts';
import {
  aboutOf,
  aboutOthers,
  isOneOfSeveral,
  matesOf,
  roleIn,
  selectSubject,
  selectSubjectKey,
} from './subject.ts';
import type { Shown } from './stage-slice.ts';
import type { AppState } from './store.ts';

export function selectModelInfo(state: AppState): ModelInfo | null {
  return modelInfo(state.model);
}

/** What was measured last of what is chosen to be measured. */
export function selectBenchReport(state: AppState): BenchReport | null {
  const request = benchRequest(state.benchChoice, selectModelInfo(state));
  return (request === null ? undefined : state.benchReports[benchKey(request)]) ?? null;
}

export function selectImage(state: AppState): ShelfImage | null {
  return state.images.find((image) => image.id === state.choices.selected) ?? null;
}

/** How the selected picture is to be read. */
export function selectReading({ choices }: AppState): ImageReading {
  return readingOf(choices, choices.selected ?? '');
}

export function selectReadingKey(state: AppState): string {
  return readingKey(selectReading(state));
}

/** What the engine said of the selected picture when it read it so; null until it has. */
export function selectFacts(state: AppState): PictureFacts | null {
  const { selected } = state.choices;
  return (selected === null ? undefined : state.facts[selected]?.[selectReadingKey(state)]) ?? null;
}

/** The encoding on screen, if it belongs to the selected image. */
export function selectShown(state: AppState): Shown | null {
  return state.shown?.imageId === state.choices.selected ? state.shown : null;
}

export function selectView(state: AppState): EncodedView | null {
  return viewOf(selectShown(state), state.viewIndex);
}

/** What the stage draws: the newest that has come, a frame before the rest of the window has it. */
export function selectNewest(state: AppState): Shown | null {
  const { fresh, shown } = state;
  return fresh !== null && fresh.imageId === state.choices.selected && fresh.imageId === shown?.imageId
    ? fresh
    : selectShown(state);
}

export function selectNewestView(state: AppState): EncodedView | null {
  return viewOf(selectNewest(state), state.viewIndex);
}

function viewOf(shown: Shown | null, index: number): EncodedView | null {
  const views = shown?.encoding.views ?? [];
  return views[index] ?? views[0] ?? null;
}

/** Which view is on the stage, from 0. */
export function selectViewNumber(state: AppState): number {
  const count = selectViewCount(state);
  return state.viewIndex < count ? state.viewIndex : 0;
}

export function selectViewCount(state: AppState): number {
  return selectShown(state)?.encoding.views.length ?? 0;
}

/** Tokens per view that the image on screen keeps: what stands on the budget's axis. */
export function selectActual(state: AppState): number | null {
  const encoding = selectShown(state)?.encoding;
  if (encoding === undefined) return null;
  return Math.round(encoding.tokens / Math.max(1, encoding.views.length));
}

/** What the controls ask the engine for; null without a model. */
export function selectReduction(state: AppState): ReductionRequest | null {
  return reductionOf(state, state.choices.selected);
}

const rememberedAbout = memoised(aboutOf);

/** Which pictures a question would be about now; null without any. The same object for the same ones. */
export function selectAbout(state: AppState): ReturnType<typeof aboutOf> | null {
  const subject = selectSubject(state);
  const { imageRoute, readings } = state.choices;
  return subject === null
    ? null
    : rememberedAbout(subject, imageRoute, readings, selectModelInfo(state)?.takes.video ?? false);
}

/** Parts of the window ask at every change of the state, and nearly always for the same. */
const rememberedReduction = memoised(steeredReduction);

/** The same of any picture: each has its own regions, which count while a question is about it alone. */
export function reductionOf(state: AppState, imageId: string | null): ReductionRequest | null {
  const info = selectModelInfo(state);
  const regions = isOneOfSeveral(state, imageId) ? noRegions : regionsOf(state, imageId);
  return info === null ? null : rememberedReduction(state.choices, info, regions);
}

/** As what a picture would be put to the model now, as far as the model tells the difference. */
export function roleOf(state: AppState, imageId: string): PictureRole {
  const info = selectModelInfo(state);
  const image = state.images.find(({ id }) => id === imageId);
  const subject = selectSubject(state);
  if (info?.otherRoles === undefined || image === undefined || subject === null) return 'alone';
  const role = roleIn(subject, image, state.images, info.takes.video);
  return role !== 'alone' && info.otherRoles.includes(role) ? role : 'alone';
}

/** Under which key a picture is counted as it is to be now; null without a model. */
export function requestKeyOf(state: AppState, imageId: string): string | null {
  const reduction = reductionOf(state, imageId);
  if (reduction === null) return null;
  return keyOfRequest(state, imageId, reduction);
}

/** The same under a reduction that is not the chosen one. */
export function keyOfRequest(state: AppState, imageId: string, reduction: ReductionRequest): string {
  const { choices } = state;
  const key = requestKey(reductionKey(reduction), readingOf(choices, imageId), roleOf(state, imageId));
  const mates = viewMates(state, imageId);
  if (mates.length < 2) return key;
  return `${JSON.stringify(mates.map(({ id }) => [id, readingKey(readingOf(choices, id))]))} ${key}`;
}

/** The frames that the model takes as one view with a picture, in their order, itself among them; itself alone where it takes each by itself. */
export function viewMates(state: AppState, imageId: string): readonly ShelfImage[] {
  const image = state.images.find(({ id }) => id === imageId);
  if (image === undefined) return [];
  const span = selectModelInfo(state)?.takes.framesPerView ?? 1;
  return matesOf(image, state.images, span);
}

/** The same as one string, for components. */
export function selectReductionKey(state: AppState): string | null {
  const reduction = selectReduction(state);
  return reduction === null ? null : reductionKey(reduction);
}

/** Whether something on screen needs the scores of merging: they cost a little, and only methods that merge layer by layer have any. */
export function selectScoresWanted(state: AppState): boolean {
  const { overlay, pin } = state.choices;
  const method = selectReduction(state)?.method;
  return (
    (method === 'dymu' || method === 'tome') && (pin !== null || overlayMode(overlay).needs === 'scores')
  );
}

/** True while the encoding on screen is not yet the one that the controls ask for. */
export function selectBehind(state: AppState): boolean {
  const reduction = selectReduction(state);
  const shown = selectShown(state);
  if (reduction === null || shown === null) return false;
  return shown.key !== requestKeyOf(state, shown.imageId);
}

/** Whether the encoding on screen was recorded elsewhere, and if so whether this computer's own is on its way. */
export function selectRecorded(state: AppState): 'no' | 'awaited' | 'final' {
  const { model, engine, encode } = state;
  if (selectShown(state)?.kind !== 'recorded') return 'no';
  if (hasStopped(engine.kind) || model.kind === 'failed') return 'final';
  return model.kind !== 'ready' || encode.kind === 'running' ? 'awaited' : 'final';
}

/** The layer on screen as a number, 0..L; null without an encoding. */
export function selectLayer(state: AppState): number | null {
  const view = selectView(state);
  if (view === null) return null;
  const last = view.countsPerLayer.length;
  return Math.min(state.layer ?? last, last);
}

/** How strongly the overlay in use is painted, 0..1. */
export function selectOpacity(state: AppState): number {
  return state.opacity[state.choices.overlay];
}

/** How far the model in use can be trusted with the words about a picture. */
export type Reach =
  | { readonly kind: 'unknown' } // no picture, no model, or a model of which nothing is known
  | { readonly kind: 'made-for' }
  /** The embedded model on anything but its drawn scenes: tokens mean something, words do not. */
  | { readonly kind: 'beyond'; readonly picture: 'photo' | 'own' };

const unknownReach: Reach = { kind: 'unknown' };
const madeFor: Reach = { kind: 'made-for' };
const beyondReach = {
  photo: { kind: 'beyond', picture: 'photo' },
  own: { kind: 'beyond', picture: 'own' },
} as const;

export function selectReach(state: AppState): Reach {
  const image = selectImage(state);
  const model = modelInUse(state);
  if (image === null || model === null || model !== state.embedded) return unknownReach;
  return image.kind === 'scene' ? madeFor : beyondReach[image.kind];
}

/** Its folder; at a first start, before it is loaded, the embedded one already. */
function modelInUse({ model, shown, embedded }: AppState): string | null {
  const info = modelInfo(model);
  if (info !== null) return info.directory;
  if (model.kind === 'loading') return model.directory;
  return shown?.kind === 'recorded' ? embedded : null;
}

export function selectAnswers(state: AppState): AnswerPair {
  return state.answers[selectSubjectKey(state)] ?? idlePair;
}

export function selectAnswering(state: AppState): boolean {
  return Object.values(state.answers).some((pair) => isRunning(pair.full) || isRunning(pair.merged));
}

export function selectMeasurement(state: AppState): Measurement | undefined {
  return state.measurements[selectSubjectKey(state)];
}

export function selectMeasuring(state: AppState): boolean {
  return Object.values(state.measurements).some(({ progress }) => progress.kind === 'running');
}

/** True while an answer or a measurement can be stopped. */
export function selectWorking(state: AppState): boolean {
  return selectAnswering(state) || selectMeasuring(state);
}

/** True while the user waits for an answer or a measurement; one that the window makes by itself is none of these. */
export function selectAwaited(state: AppState): boolean {
  const measured = Object.values(state.measurements).some(
    ({ progress }) => progress.kind === 'running' && progress.by === 'user',
  );
  return measured || selectAnswering(state);
}

/** True while both answers on screen are whole and belong to what the controls say. */
export function selectAnswersCurrent(state: AppState): boolean {
  const pair = finishedPair(selectAnswers(state));
  const info = selectModelInfo(state);
  const reduction = selectReduction(state);
  const about = selectAbout(state);
  if (pair === null || info === null || reduction === null || about === null) return false;
  const { virtualUnmerging, sampling } = state.choices;
  const { asked } = pair.merged;
  return (
    asked.model === info.directory &&
    asked.virtualUnmerging === virtualUnmerging &&
    (asked.sampling?.kind ?? 'greedy') === sampling &&
    sameBackend(asked, info) &&
    sameTower(asked, info) &&
    samePrecision(asked, info) &&
    aboutOthers(asked, about) === null &&
    sameReduction(asked.reduction, reduction)
  );
}
