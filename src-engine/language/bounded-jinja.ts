/** Runs a Jinja template that nobody trusts: bounded in steps and size. Knows nothing of chats. */
import { Environment, Interpreter, parse, tokenize } from '@huggingface/jinja';
import { jinjaLimits, type JinjaLimits } from './limits.ts';

type Evaluated = ReturnType<Interpreter['evaluate']>;

/** Characters that cost as much as one evaluated node. */
const charactersPerStep = 64;

/** Counts what it does instead of looking at a clock: the same template ends in the same way on a busy computer. */
class BoundedInterpreter extends Interpreter {
  readonly #limits: JinjaLimits;
  #steps = 0;

  constructor(environment: Environment, limits: JinjaLimits) {
    super(environment);
    this.#limits = limits;
  }

  override evaluate(...args: Parameters<Interpreter['evaluate']>): Evaluated {
    this.#spend(1);
    const result = super.evaluate(...args);
    const { value } = result;
    if (typeof value === 'string') {
      if (value.length > this.#limits.text) throw new Error('its text grows too long');
      this.#spend(Math.floor(value.length / charactersPerStep));
    }
    if (Array.isArray(value)) {
      if (value.length > this.#limits.list) throw new Error('a list in it grows too long');
      this.#spend(value.length);
    }
    return result;
  }

  #spend(steps: number): void {
    this.#steps += steps;
    if (this.#steps > this.#limits.steps) throw new Error('the template does not come to an end');
  }
}

/** Throws a plain Error with a few words; the caller knows which file to name. */
export function renderJinja(
  source: string,
  variables: Readonly<Record<string, unknown>>,
  limits: JinjaLimits = jinjaLimits,
): string {
  if (source.length > limits.source) throw new Error('its source is too long');
  const environment = new Environment();
  for (const [name, value] of Object.entries({ ...globals(limits), ...variables }))
    environment.set(name, value);
  // transformers renders chat templates with both block options on.
  const program = parse(tokenize(source, { lstrip_blocks: true, trim_blocks: true }));
  const { value } = new BoundedInterpreter(environment, limits).run(program);
  if (typeof value !== 'string') throw new Error('it renders no text');
  return value;
}

/** `strftime_now` is left out on purpose: the same question must give the same prompt tomorrow. */
function globals(limits: JinjaLimits): Record<string, unknown> {
  return {
    true: true,
    True: true,
    false: false,
    False: false,
    none: null,
    None: null,
    raise_exception: (message: unknown) => {
      throw new Error(String(message));
    },
    range: (from: number, to?: number, step = 1) => boundedRange(from, to, step, limits.list),
  };
}

function boundedRange(from: number, to: number | undefined, step: number, limit: number): number[] {
  const [start, stop] = to === undefined ? [0, from] : [from, to];
  const length = Math.max(0, Math.ceil((stop - start) / step));
  if (!Number.isFinite(length) || length > limit) throw new Error('a list in it grows too long');
  return Array.from({ length }, (_, i) => start + i * step);
}
