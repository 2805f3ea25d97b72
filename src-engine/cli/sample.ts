/** The bundled pictures and questions that commands take when none are given: `dymu compare` the first, `dymu inspect --check` many. */
import { bundledAssets } from '../bundled/assets.ts';
import type { PrecisionCheckRequest } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { readShelf, type ShelfPicture } from '../bundled/shelf.ts';

export interface Sample {
  readonly path: string;
  readonly question: string;
}

/** Throws `bad-input` where the bundled files are damaged. */
export async function bundledSample(): Promise<Sample> {
  const [first] = await readShelf(bundledAssets());
  const question = first?.questions[0];
  if (first === undefined || question === undefined) {
    throw new EngineError('bad-input', 'The bundled pictures are missing', {
      remedy: 'give an image with --image FILE',
    });
  }
  return { path: first.path, question };
}

/** Large models take seconds for each. */
const picturesForOtherModels = 8;

/**
 * All questions about all scenes for the embedded model, which knows only scenes; for others one question about every photograph and some scenes.
 * Throws `bad-input` where the bundled files are damaged.
 */
export async function checkQuestions(embedded: boolean): Promise<PrecisionCheckRequest['questions']> {
  const shelf = await readShelf(bundledAssets());
  const of = (kind: ShelfPicture['kind']) => shelf.filter((picture) => picture.kind === kind);
  const pictures = embedded ? of('scene') : [...of('photo'), ...of('scene')].slice(0, picturesForOtherModels);
  return pictures.flatMap(({ path, questions }) =>
    (embedded ? questions : questions.slice(0, 1)).map((question) => ({
      image: { kind: 'file', path },
      question,
    })),
  );
}
