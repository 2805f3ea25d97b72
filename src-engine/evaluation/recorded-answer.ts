/** Remembers what a language model was given and what it said, so that another one can be walked along the same path. It changes nothing. */
import type { Generation, GenerationRoom, LanguageModel, PrefillInput } from '../inference/language-model.ts';
import type { Pace } from '../inference/pace.ts';

/** One answer: logits of every generated position, each after the token before it. */
export interface Trace {
  readonly input: PrefillInput;
  readonly room: GenerationRoom;
  /** The tokens fed back, one fewer than positions. */
  readonly tokens: readonly number[];
  readonly logits: readonly Float32Array[]; // per position [V]
  readonly stepMs: readonly number[]; // per fed token
}

export interface Recorder {
  readonly model: LanguageModel;
  /** Of the last generation that was started. */
  trace(): Trace;
}

export function recordAnswers(inner: LanguageModel): Recorder {
  let last: (() => Trace) | undefined;
  return {
    model: {
      start(room) {
        const recorded = record(inner.start(room), room);
        last = recorded.trace;
        return recorded.generation;
      },
      release: () => inner.release(),
    },
    trace() {
      if (last === undefined) throw new Error('Nothing was recorded yet.');
      return last();
    },
  };
}

function record(
  inner: Generation,
  room: GenerationRoom,
): { readonly generation: Generation; readonly trace: () => Trace } {
  let input: PrefillInput | undefined;
  const tokens: number[] = [];
  const logits: Float32Array[] = []; // copies: the next step writes into the same memory
  const stepMs: number[] = [];
  return {
    generation: {
      get reusedRows() {
        return inner.reusedRows;
      },
      get sparedMs() {
        return inner.sparedMs;
      },
      end: () => inner.end(),
      async prefill(given) {
        input = given;
        const result = await inner.prefill(given);
        logits.push(Float32Array.from(result));
        return result;
      },
      async step(token) {
        const started = performance.now();
        const result = await inner.step(token);
        stepMs.push(performance.now() - started);
        tokens.push(token);
        logits.push(Float32Array.from(result));
        return result;
      },
    },
    trace() {
      if (input === undefined) throw new Error('The generation has seen no prompt yet.');
      return { input, room, tokens, logits, stepMs };
    },
  };
}

/** The same prompt and the same tokens through another model (teacher forcing). Throws `aborted` between two steps. */
export async function retrace(
  model: LanguageModel,
  { room, input, tokens }: Trace,
  pace: Pace,
): Promise<Trace> {
  const recorder = recordAnswers(model);
  const generation = recorder.model.start(room);
  await generation.prefill(input);
  for (const token of tokens) {
    await pace.next();
    await generation.step(token);
  }
  return recorder.trace();
}
