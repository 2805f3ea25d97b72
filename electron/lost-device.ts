/** An engine that ends with its device: after a graphics processor was lost every further call fails, and only a new process gets a new one. */
import type { Engine } from '../src-engine/engine.ts';
import { EngineError } from '../src-engine/errors.ts';

/** @param lost hears of the first loss, with the sentence for people; whoever asked is told by the rejection, as always */
export function endingWithDevice(engine: Engine, lost: (sentence: string) => void): Engine {
  let told = false;
  const note = (error: unknown): void => {
    if (told || !(error instanceof EngineError) || error.code !== 'device-lost') return;
    told = true;
    lost(`${error.fact}.`);
  };
  const watch = async <Result>(call: Promise<Result>): Promise<Result> => {
    try {
      return await call;
    } catch (error) {
      note(error);
      throw error;
    }
  };
  return {
    ...engine,
    load: (model, options) => watch(engine.load(model, options)),
    encode: (request, options) => watch(engine.encode(request, options)),
    calibrate: (request, options) => watch(engine.calibrate(request, options)),
    evaluate: (request, options) => watch(engine.evaluate(request, options)),
    checkPrecision: (request, options) => watch(engine.checkPrecision(request, options)),
    bench: (request, options) => watch(engine.bench(request, options)),
    answer: async function* (request, options) {
      try {
        yield* engine.answer(request, options);
      } catch (error) {
        note(error);
        throw error;
      }
    },
  };
}
