/** Leave to read what other files name. Whoever starts an engine for others than the owner of the disk is asked about every such path. */
import { EngineError } from '../errors.ts';
import type { MayRead } from '../engine.ts';

/** Why a path must not be read, one sentence; undefined where it may. Rethrows what is no refusal. */
export async function barred(mayRead: MayRead | undefined, path: string): Promise<string | undefined> {
  try {
    await mayRead?.(path);
    return undefined;
  } catch (error) {
    if (error instanceof EngineError && error.code === 'bad-input') return error.message;
    throw error;
  }
}
