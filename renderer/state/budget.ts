/** The budget's arithmetic: from the slider's number to what the engine is asked, and back into words. No state, no drawing. */
import type { ModelInfo, ReductionRequest } from '../../src-engine/engine.ts';
import { allTokens, methodNames, methods } from '../../src-engine/reduction/methods.ts';
import type { ChosenMethod, Choices } from './choices-slice.ts';

/** In the order of the choice. */
export const chosenMethods: readonly ChosenMethod[] = methodNames.filter((name) => name !== 'none');

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
  const max = info.tokensPerView;
  const calibration = info.calibration;
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

export function ticksOf(info: ModelInfo): readonly BudgetTick[] {
  const presets = info.calibration?.presets;
  const all: BudgetTick = { tokens: info.tokensPerView, name: 'all' };
  if (presets === undefined) return [all];
  return [
    { tokens: Math.round(presets.low), name: 'low' },
    { tokens: Math.round(presets.mid), name: 'mid' },
    { tokens: Math.round(presets.high), name: 'high' },
    all,
  ];
}

/** Where the slider stands when a model is opened: preset mid, or a third of the tokens where there is no calibration. */
export function firstTokens(info: ModelInfo): number {
  const mid = info.calibration?.presets.mid;
  return Math.round(mid ?? info.tokensPerView / 3);
}

/** An average means nothing without a calibration: whether the method has no use for this model. */
export function needsMore(method: ChosenMethod, info: ModelInfo): boolean {
  return info.calibration === null && methods[method].control === 'average';
}

/** The method that is used: the chosen one, or an exact count where that has no use for the model. */
export function methodFor(method: ChosenMethod, info: ModelInfo): ChosenMethod {
  return needsMore(method, info) ? 'tome' : method;
}

export function reductionFor(choices: Pick<Choices, 'method' | 'tokens'>, info: ModelInfo): ReductionRequest {
  const method = methodFor(choices.method, info);
  const tokens = fitTokens(choices.tokens, rangeOf(method, info));
  return tokens >= info.tokensPerView ? allTokens : methods[method].ofTokens(tokens);
}
