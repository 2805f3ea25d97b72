/** Runs a Jinja template that nobody trusts, as Jinja2 in transformers' sandbox would, bounded in steps and size. Knows nothing of chats. */
import { Budget } from './jinja/budget.ts';
import { JinjaError } from './jinja/errors.ts';
import { templateFunctions } from './jinja/functions.ts';
import { Interpreter } from './jinja/interpreter.ts';
import { parseTemplate } from './jinja/parser.ts';
import { fromData } from './jinja/values.ts';
import { jinjaLimits, type JinjaLimits } from './limits.ts';

export interface JinjaOptions {
  readonly limits?: JinjaLimits;
  /** For `strftime_now`; the clock unless said. */
  readonly now?: Date;
}

export interface RenderedTemplate {
  readonly text: string;
  /** Whether it asked what day or time it is. */
  readonly asksForDate: boolean;
}

/** Throws a JinjaError with a few words, JinjaUnsupported where Jinja2 would render what is refused here. */
export function renderJinja(
  source: string,
  variables: Readonly<Record<string, unknown>>,
  { limits = jinjaLimits, now = new Date() }: JinjaOptions = {},
): RenderedTemplate {
  if (source.length > limits.source) throw new JinjaError('its source is too long');
  const budget = new Budget(limits);
  let asksForDate = false;
  const clock = (): Date => {
    asksForDate = true;
    return now;
  };
  try {
    const given = Object.entries(variables).map(([name, value]) => [name, fromData(value)] as const);
    const names = new Map([...templateFunctions({ budget, now: clock }), ...given]);
    return { text: new Interpreter(budget).run(parseTemplate(source), names), asksForDate };
  } catch (error) {
    // The stack ends before the budget where a source nests without brackets: a + a + a ...
    if (error instanceof RangeError) throw new JinjaError('it nests too deeply');
    throw error;
  }
}
