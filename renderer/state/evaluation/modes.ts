/** The modes of an evaluation as the window offers them: the engine's notation taken apart and put together. Pure. */
import type { ModelInfo, ReductionRequest } from '../../../src-engine/engine.ts';
import { methodNames, methods, type MethodName } from '../../../src-engine/reduction/methods.ts';
import { countsTokens, curveOf, methodFor, methodsFor, mostOf, needsMore } from '../budget.ts';

/** `dymu:low`, `tome:90`, `pool=dymu:low`, `dymu:mid:no-vtu`. */
export interface ModeParts {
  readonly method: MethodName;
  /** A preset, a number of tokens or a share; null for all tokens, and where it follows another mode. */
  readonly amount: string | null;
  /** The mode whose mean tokens it is given. */
  readonly equalTo: string | null;
  readonly virtualUnmerging: boolean;
}

const plainMerging = ':no-vtu';

/** Null for what is no mode of a single method. */
export function modeParts(mode: string): ModeParts | null {
  const [head = '', ...rest] = mode.split('=');
  if (rest.length > 0) {
    const method = methodNames.find((name) => methods[name].mode.name === head);
    return method === undefined
      ? null
      : { method, amount: null, equalTo: rest.join('='), virtualUnmerging: true };
  }
  const virtualUnmerging = !mode.endsWith(plainMerging);
  const plain = virtualUnmerging ? mode : mode.slice(0, -plainMerging.length);
  const [name, amount] = plain.split(':');
  const method = methodNames.find((each) => methods[each].mode.name === name);
  if (method === undefined || methods[method].fromMode(amount) === undefined) return null;
  return { method, amount: amount ?? null, equalTo: null, virtualUnmerging };
}

export function modeOf({ method, amount, equalTo, virtualUnmerging }: ModeParts): string {
  const { name } = methods[method].mode;
  if (equalTo !== null) return `${name}=${equalTo}`;
  return `${name}${amount === null ? '' : `:${amount}`}${virtualUnmerging ? '' : plainMerging}`;
}

/** What a mode asks of the encoder; null where that hangs on another mode's answers. */
export function modeRequest(mode: string): ReductionRequest | null {
  const parts = modeParts(mode);
  if (parts === null || parts.equalTo !== null) return null;
  return methods[parts.method].fromMode(parts.amount ?? undefined) ?? null;
}

export const fullMode = 'full';

/** All tokens and the three presets; exact counts of the same size where averages mean nothing. */
export function usualModes(info: ModelInfo | null): readonly string[] {
  const method = info === null ? 'dymu' : methodFor('dymu', info);
  const amounts = method === 'dymu' ? ['high', 'mid', 'low'] : ['68%', '34%', '15%'];
  return [fullMode, ...amounts.map((amount) => `${methods[method].mode.name}:${amount}`)];
}

/** The usual ones, the other methods at the tokens of each, and the lowest without virtual unmerging. */
export function wholeTable(info: ModelInfo | null): readonly string[] {
  const usual = usualModes(info);
  const [, ...reduced] = usual;
  const others = methodNames.filter(
    (name) =>
      name !== 'none' &&
      name !== 'rows' && // its averages are of rows, and have no equals among tokens
      name !== modeParts(reduced[0] ?? '')?.method &&
      (info === null || (methodsFor(info).includes(name) && countsTokens(name, info))),
  );
  const calibrated = info === null || !needsMore('dymu', info);
  const equal = reduced.flatMap((mode) =>
    others.flatMap((method) => {
      if (method === 'dymu') return []; // without a calibration it means nothing
      const { name } = methods[method].mode;
      return calibrated ? [`${name}=${mode}`] : [`${name}:${mode.split(':')[1] ?? ''}`];
    }),
  );
  const lowest = reduced.at(-1);
  return [...usual, ...equal, ...(lowest === undefined ? [] : [`${lowest}${plainMerging}`])];
}

/** Why a mode cannot be asked for with this model; null where it can. */
export function whyNotMode(mode: string, info: ModelInfo | null, modes: readonly string[]): string | null {
  const parts = modeParts(mode);
  if (parts === null) return 'An amount is a preset, a number of tokens, or a share such as 35%.';
  if (modes.includes(mode)) return 'This mode is in the list already.';
  if (parts.method !== 'none' && !methodsFor(info).includes(parts.method))
    return 'This method is not made for models of this kind.';
  const request = modeRequest(mode);
  if (info !== null && parts.method === 'rows' && curveOf('rows', info) === null)
    return 'The calibration of the model in use knows no rows, so an average of them means nothing to it yet.';
  if (info?.calibration === null && request !== null && needsCalibration(request))
    return 'The model in use has no calibration, so an average of tokens means nothing to it yet.';
  if (parts.equalTo !== null && !modes.includes(parts.equalTo))
    return 'The mode whose tokens it takes is not in the list.';
  return null;
}

function needsCalibration<M extends MethodName>(request: ReductionRequest<M>): boolean {
  return methods[request.method].needsCalibration(request);
}

/** Tokens per view that a request aims at; null where it says nothing of the kind. */
export function tokensAsked(request: ReductionRequest, info: ModelInfo): number | null {
  if (request.method === 'none') return info.tokensPerView;
  const { budget } = request;
  switch (budget.kind) {
    case 'tokens':
      return Math.round(budget.tokens);
    case 'share':
      return Math.max(1, Math.round(budget.share * mostOf(request.method, info)));
    case 'preset':
      return presetTokens(curveOf(request.method, info)?.presets[budget.preset]);
    case 'thresholds':
    case 'threshold':
    case 'rows':
      return null;
  }
}

function presetTokens(average: number | undefined): number | null {
  return average === undefined ? null : Math.round(average);
}

/** What follows a mode follows it out of the list. */
export function withoutMode(modes: readonly string[], gone: string): readonly string[] {
  return modes.filter((mode) => mode !== gone && modeParts(mode)?.equalTo !== gone);
}

/** @param step -1 up, 1 down */
export function movedMode(modes: readonly string[], mode: string, step: -1 | 1): readonly string[] {
  const from = modes.indexOf(mode);
  const to = from + step;
  if (from < 0 || to < 0 || to >= modes.length) return modes;
  const others = modes.filter((each) => each !== mode);
  return [...others.slice(0, to), mode, ...others.slice(to)];
}
