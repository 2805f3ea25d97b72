/** The picture and question that `dymu compare` takes when none is given: the first of the shelf that ships with the program. */
import { bundledAssets } from '../bundled.ts';
import { EngineError } from '../errors.ts';
import { readShelf } from '../shelf.ts';

export interface Sample {
  readonly path: string;
  readonly question: string;
}

/** Throws `bad-input` where the bundled files are damaged. */
export async function bundledSample(): Promise<Sample> {
  const [first] = await readShelf(bundledAssets());
  const question = first?.questions[0];
  if (first === undefined || question === undefined) {
    throw new EngineError('bad-input', 'The bundled pictures are missing; give an image with --image FILE.');
  }
  return { path: first.path, question };
}
