/** The modes that an evaluation compares, as they are written: `full`, `dymu:low`, `dymu:0.35`, `tome:90`, each also with `:no-vtu`. */
import { EngineError } from '../errors.ts';
import { methodNames, methods } from '../reduction/methods.ts';
import type { ReductionRequest } from '../reduction/methods.ts';

export interface Mode {
  /** As it was written. */
  readonly name: string;
  readonly virtualUnmerging: boolean;
  readonly reduction: ReductionRequest;
}

/** For help and refusals. */
export const modeForms = methodNames.flatMap((name) => methods[name].mode.forms).join(', ');
const words = (more: string): string =>
  `choose among ${modeForms}${more}, where P is a share (0.35), a percentage (35%) or a number of tokens (90)${more === '' ? '' : ' and MODE one of the list'}, and add :no-vtu to any that has no =`;

/** Throws `bad-input` listing the modes there are. @param more forms that the caller reads besides, after a comma */
export function parseMode(text: string, more = ''): Mode {
  const name = text.trim();
  const plain = name.replace(/:no-vtu$/, '');
  const [method, amount, ...rest] = plain.split(':');
  const known = methodNames.find((candidate) => methods[candidate].mode.name === method);
  const reduction = known === undefined || rest.length > 0 ? undefined : methods[known].fromMode(amount);
  if (reduction !== undefined) return { name, virtualUnmerging: plain === name, reduction };
  throw new EngineError('bad-input', `There is no mode "${name.slice(0, 60)}"`, { remedy: words(more) });
}

/** Throws `bad-input` for none, for one that is there twice, and what `parseMode` throws. */
export function parseModes(texts: readonly string[], more = ''): Mode[] {
  const modes = texts.map((text) => parseMode(text, more));
  if (modes.length === 0)
    throw new EngineError('bad-input', 'An evaluation needs a mode', { remedy: words(more) });
  const twice = modes.find(({ name }, index) => modes.findIndex((mode) => mode.name === name) !== index);
  if (twice === undefined) return modes;
  throw new EngineError('bad-input', `The mode ${twice.name} is listed twice`, { remedy: 'remove one' });
}
