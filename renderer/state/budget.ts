/** The budget's arithmetic: from the slider's number to what the engine is asked, and back into words. No state, no drawing. */
import type { CountedMethod, ModelInfo, ReductionRequest } from '../../src-engine/engine.ts';
import { allTokens, methodNames, methods, suits } from '../../src-engine/reduction/methods.ts';
import type { ModelKind } from '../../src-engine/reduction/methods.ts';
import type { ChosenMethod, Choices } from './choices-slice.ts';
import { customFor, type CustomThresholds } from './thresholds/custom.ts';

/** In the order of the choice. */
export const chosenMethods: readonly ChosenMethod[] = methodNames.filter((name) => name !== 'none');

/** Those that are made for the model. */
export function methodsFor(info: ModelInfo | null): readonly ChosenMethod[] {
  return chosenMethods.filter((method) => suits(method, kindOf(info)));
}

function kindOf(info: ModelInfo | null): ModelKind {
  return { cells: info?.cellsPerView !== undefined, free: info?.anyShape === true };
}

/** All that a method can leave of a view: tokens, or rows where it counts those. */
export function mostOf(method: ChosenMethod, info: ModelInfo): number {
  const { cellsPerView = info.tokensPerView } = info;
  return methods[method].counts === 'rows' ? cellsPerView : info.tokensPerView;
}

/** Whether its numbers are those of the encoder's tokens, so that they can stand beside other methods'. */
export function countsTokens(method: ChosenMethod, info: ModelInfo): boolean {
  return mostOf(method, info) === info.tokensPerView;
}

/** What is known of the averages that a method is asked for. */
export function curveOf(method: ChosenMethod, info: ModelInfo) {
  const { calibration } = info;
  return methods[method].counts === 'rows' && methods[method].control === 'average'
    ? (calibration?.rows ?? null)
    : calibration;
}

export interface BudgetRange {
  readonly min: number;
  readonly max: number; // all tokens
  /** Largest average that the calibration reaches; above it only `max` is left. */
  readonly reach: number;
}

export interface BudgetTick {
  readonly tokens: number;
  readonly name: 'low' | 'mid' | 'high' | 'all';
}

export function rangeOf(method: ChosenMethod, info: ModelInfo): BudgetRange {
  const max = mostOf(method, info);
  const calibration = curveOf(method, info);
  if (methods[method].control !== 'average' || calibration === null) return { min: 1, max, reach: max };
  const [smallest, largest] = calibration.range;
  return {
    min: Math.max(1, Math.min(max, Math.ceil(smallest))),
    max,
    reach: Math.max(1, Math.min(max, Math.floor(largest))),
  };
}

/** The nearest number that can be asked for. Between the calibration's reach and all tokens there is nothing. */
export function fitTokens(tokens: number, range: BudgetRange): number {
  const whole = Math.round(Math.min(range.max, Math.max(range.min, tokens)));
  if (whole <= range.reach || whole === range.max) return whole;
  return whole - range.reach < range.max - whole ? range.reach : range.max;
}

export function ticksOf(info: ModelInfo, method: ChosenMethod = 'dymu'): readonly BudgetTick[] {
  const most = mostOf(method, info);
  const presets = curveOf(countsTokens(method, info) ? 'dymu' : method, info)?.presets;
  const all: BudgetTick = { tokens: most, name: 'all' };
  if (presets === undefined || presets.high > most) return [all];
  return [
    { tokens: Math.round(presets.low), name: 'low' },
    { tokens: Math.round(presets.mid), name: 'mid' },
    { tokens: Math.round(presets.high), name: 'high' },
    all,
  ];
}

/** Where the slider stands when a model is opened: preset mid, or a third of all where there is no calibration. @param method by whose numbers; rows where nothing merges in the encoder, unless said */
export function firstTokens(
  info: ModelInfo,
  method: ChosenMethod = info.anyShape === true ? 'rows' : 'dymu',
): number {
  return Math.round(curveOf(method, info)?.presets.mid ?? mostOf(method, info) / 3);
}

/** Whose thresholds a collection may be counted by: the encoder's, those of rows, or both. */
export function countedMethods(info: ModelInfo): readonly CountedMethod[] {
  if (info.cellsPerView === undefined) return ['dymu'];
  return info.anyShape === true ? ['rows'] : ['dymu', 'rows'];
}

/** An average means nothing without a calibration, nor merging where the encoder does not allow it: whether the method has no use for this model. */
export function needsMore(method: ChosenMethod, info: ModelInfo): boolean {
  if (info.anyShape === true && methods[method].inEncoder === true) return true;
  return curveOf(method, info) === null && methods[method].control === 'average';
}

/** The method that is used: the chosen one, or an exact count where that has no use for the model. */
export function methodFor(method: ChosenMethod, info: ModelInfo): ChosenMethod {
  const exact = info.anyShape === true ? 'dart' : 'tome';
  return needsMore(method, info) || !suits(method, kindOf(info)) ? exact : method;
}

/** What a calibration is made for: the method that goes by its averages. */
export function adaptiveFor(info: ModelInfo): ChosenMethod {
  return methodFor(info.anyShape === true ? 'rows' : 'dymu', info);
}

/** Another method at the same share of all that it can leave. */
export function switchMethod(
  { method: from, tokens }: Pick<Choices, 'method' | 'tokens'>,
  method: ChosenMethod,
  info: ModelInfo | null,
): Pick<Choices, 'method' | 'tokens'> {
  if (info === null || mostOf(from, info) === mostOf(method, info)) return { method, tokens };
  return { method, tokens: Math.max(1, Math.round((tokens * mostOf(method, info)) / mostOf(from, info))) };
}

/** What of the choices says how many tokens are kept. */
export type Wanted = Pick<Choices, 'method' | 'tokens'> & Partial<Pick<Choices, 'thresholds'>>;

/** The same with thresholds of one's own, which need no calibration. */
export function methodInUse(
  { method, thresholds = null }: Omit<Wanted, 'tokens'>,
  info: ModelInfo,
): ChosenMethod {
  return method === 'dymu' && customFor(thresholds, info) !== null ? 'dymu' : methodFor(method, info);
}

export function reductionFor(choices: Wanted, info: ModelInfo): ReductionRequest {
  const custom = choices.method === 'dymu' ? customFor(choices.thresholds ?? null, info) : null;
  if (custom !== null) return requestOf(custom);
  const method = methodFor(choices.method, info);
  const range = rangeOf(method, info);
  const tokens = fitTokens(choices.tokens, range);
  if (tokens >= range.max) return allTokens;
  // Pictures that keep their shape have more or fewer than the model's own grid: each keeps the same share.
  return info.anyShape === true
    ? methods[method].ofShare(tokens / range.max)
    : methods[method].ofTokens(tokens);
}

const requests = new WeakMap<CustomThresholds, ReductionRequest>();

/** The same object for the same thresholds: what is asked is compared at every move of the pointer. */
function requestOf(custom: CustomThresholds): ReductionRequest {
  const known = requests.get(custom);
  if (known !== undefined) return known;
  const { values: thresholds, name } = custom;
  const budget = { kind: 'thresholds', thresholds, ...(name === null ? {} : { name }) } as const;
  const request: ReductionRequest = { method: 'dymu', budget };
  requests.set(custom, request);
  return request;
}
