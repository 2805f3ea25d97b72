/** Which value each parameter of a macro gets, and what becomes of arguments that no parameter takes. */
import { JinjaError } from './errors.ts';
import type { Signature, SpecialNames } from './nodes.ts';
import { Dict, type Keywords, Tuple, Undefined, type Value } from './values.ts';

/**
 * Values by parameter, undefined where none was given; with `caller`, `kwargs` and `varargs` where the macro mentions them. Throws for
 * arguments too many.
 */
export function macroArguments(
  name: string,
  { parameters }: Signature,
  special: SpecialNames,
  args: readonly Value[],
  keywords: Keywords,
): ReadonlyMap<string, Value | undefined> {
  const left = new Map(keywords);
  const given = new Map<string, Value | undefined>();
  for (const [at, parameter] of parameters.entries()) {
    given.set(parameter, at < args.length ? args[at] : left.get(parameter));
    if (at >= args.length) left.delete(parameter);
  }
  const takesCaller = parameters.includes('caller');
  if (special.caller && !takesCaller) {
    given.set('caller', left.get('caller') ?? new Undefined('No caller defined'));
    left.delete('caller');
  }
  if (special.kwargs && !parameters.includes('kwargs')) given.set('kwargs', Dict.of([...left]));
  else {
    const [unknown] = left.keys();
    if (unknown !== undefined) throw new JinjaError(`the macro '${name}' takes no argument '${unknown}'`);
  }
  const rest = args.slice(parameters.length);
  if (special.varargs && !parameters.includes('varargs')) given.set('varargs', new Tuple(rest));
  else if (rest.length > 0) {
    throw new JinjaError(`the macro '${name}' takes not more than ${parameters.length} arguments`);
  }
  return given;
}
