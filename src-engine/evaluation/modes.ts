/** The modes that an evaluation compares, as they are written: `full`, `dymu:low`, `dymu:0.35`, `tome:90`, each also with `:no-vtu`. */
import type { Budget, Merging } from '../engine.ts';
import { EngineError } from '../errors.ts';

export interface Mode {
  /** As it was written. */
  readonly name: string;
  readonly virtualUnmerging: boolean;
  /** What it means for an encoder with this many patches per view. */
  readonly merging: (patches: number) => Merging;
}

/** For help and refusals. */
export const modeForms = 'full, dymu:high, dymu:mid, dymu:low, dymu:P, tome:P';
const words = `choose among ${modeForms}, where P is a share (0.35), a percentage (35%) or a number of tokens (90), and add :no-vtu to any of them`;

/** Throws `bad-input` listing the modes there are. */
export function parseMode(text: string): Mode {
  const name = text.trim();
  const plain = name.replace(/:no-vtu$/, '');
  const virtualUnmerging = plain === name;
  if (plain === 'full') return { name, virtualUnmerging, merging: () => ({ kind: 'none' }) };
  const [kind, amount, ...rest] = plain.split(':');
  const budget = amount === undefined || rest.length > 0 ? undefined : parseBudget(amount);
  if (kind === 'dymu' && budget !== undefined) {
    return { name, virtualUnmerging, merging: () => ({ kind: 'adaptive', budget }) };
  }
  if (kind === 'tome' && budget !== undefined && budget.kind !== 'preset') {
    const whole = budget.kind === 'share' || Number.isInteger(budget.tokens);
    if (whole) return { name, virtualUnmerging, merging: (patches) => exactly(budget, patches) };
  }
  throw new EngineError('bad-input', `There is no mode "${name.slice(0, 60)}"; ${words}.`);
}

/** Throws `bad-input` for none, for one that is there twice, and what `parseMode` throws. */
export function parseModes(texts: readonly string[]): Mode[] {
  const modes = texts.map(parseMode);
  if (modes.length === 0) throw new EngineError('bad-input', `An evaluation needs a mode; ${words}.`);
  const twice = modes.find(({ name }, index) => modes.findIndex((mode) => mode.name === name) !== index);
  if (twice === undefined) return modes;
  throw new EngineError('bad-input', `The mode ${twice.name} is there twice; leave one out.`);
}

/** Up to 1 it is a share, above that a number of tokens: nobody asks for a single token. */
function parseBudget(text: string): Budget | undefined {
  if (text === 'high' || text === 'mid' || text === 'low') return { kind: 'preset', preset: text };
  const [, digits, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  const value = Number(digits);
  if (!(value > 0 && value <= 1_000_000)) return undefined;
  if (percent === '%') return value <= 100 ? { kind: 'share', share: value / 100 } : undefined;
  return value <= 1 ? { kind: 'share', share: value } : { kind: 'tokens', tokens: value };
}

function exactly(budget: Exclude<Budget, { kind: 'preset' }>, patches: number): Merging {
  const tokens = budget.kind === 'share' ? Math.max(1, Math.round(budget.share * patches)) : budget.tokens;
  return { kind: 'exact', tokens };
}
