/** Modes at the tokens of another one: `tome=dymu:low` is ToMe at the mean that dymu:low has kept, which is known only after it ran. Pure. */
import { EngineError } from '../errors.ts';
import { methodNames, methods } from '../reduction/methods.ts';
import { parseMode, parseModes, type Mode } from './modes.ts';

/** A method that takes its count from a mode. */
export interface EqualMode {
  readonly method: string; // as modes write it
  readonly to: string; // the name of a mode of the same list
}

/** The modes of an evaluation in their order; those of equal tokens come to their counts later. */
export type PlannedMode = Mode | EqualMode;

export const isEqual = (mode: PlannedMode): mode is EqualMode => 'to' in mode;

/** Methods that keep exactly as many tokens as are asked for, whatever the image shows. */
const exactMethods = methodNames
  .filter((name) => methods[name].control === 'count')
  .map((name) => methods[name].mode.name);

/** The table by kind of reduction: all tokens, three budgets, other methods at equal tokens, and what virtual unmerging is worth. */
const retention = ['full', 'dymu:high', 'dymu:mid', 'dymu:low', 'equal', 'dymu:low:no-vtu'];

/** For help and refusals. */
export const equalForms = `${exactMethods.map((name) => `${name}=MODE`).join(', ')}, equal, retention`;

/**
 * Reads a list of modes with `METHOD=MODE`, `equal` and `retention` in it. Throws `bad-input` for what `parseModes` refuses, for a MODE that is
 * not in the list and for `equal` where there is no DyMU mode.
 */
export function planModes(texts: readonly string[]): PlannedMode[] {
  const written = texts
    .map((text) => text.trim())
    .flatMap((text) => (text === 'retention' ? retention : [text]));
  const plain = written.filter((text) => text !== 'equal' && !text.includes('='));
  const fixed = plain.length === 0 && written.length > 0 ? [] : parseModes(plain, `, ${equalForms}`);
  const planned = written.flatMap((text): PlannedMode[] => {
    if (text === 'equal') return equalToDymu(fixed);
    if (text.includes('=')) return [equalMode(text, fixed)];
    return fixed.filter(({ name }) => name === text);
  });
  const keys = planned.map((mode) => (isEqual(mode) ? `${mode.method}=${mode.to}` : mode.name));
  return planned.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
}

function equalToDymu(fixed: readonly Mode[]): EqualMode[] {
  const dymu = fixed.filter(
    ({ reduction, virtualUnmerging }) => reduction.method === 'dymu' && virtualUnmerging,
  );
  if (dymu.length === 0) {
    throw new EngineError('bad-input', 'Modes at equal tokens need a DyMU mode in the list', {
      remedy: 'add one, such as dymu:low',
    });
  }
  return dymu.flatMap(({ name }) => exactMethods.map((method) => ({ method, to: name })));
}

function equalMode(text: string, fixed: readonly Mode[]): EqualMode {
  const [method = '', to = ''] = text.split('=').map((part) => part.trim());
  if (!exactMethods.includes(method)) {
    throw new EngineError('bad-input', `"${text.slice(0, 60)}" names no method that keeps exact counts`, {
      remedy: `choose among ${exactMethods.join(', ')}`,
    });
  }
  if (fixed.some(({ name }) => name === to)) return { method, to };
  throw new EngineError(
    'bad-input',
    `"${text.slice(0, 60)}" takes its tokens from a mode that is not in the list`,
    {
      remedy: `add ${parseMode(to).name} to it`,
    },
  );
}

/**
 * The mode at a mean count per view. Undefined where that rounds to less than two tokens, which no method keeps.
 */
export function atCount({ method }: EqualMode, tokens: number): Mode | undefined {
  const count = Math.round(tokens);
  return count < 2 ? undefined : parseMode(`${method}:${count}`);
}
