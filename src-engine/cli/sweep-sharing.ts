/** A sweep that machines share: one of its parts as a file, or all rows answered by workers and put together here. */
import { basename } from 'node:path';
import type { LocalEngine, Shard, SweepRequest, SweepRow, Task } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { writeAtomically } from '../files/atomic-write.ts';
import { sha256OfFiles } from '../files/sha256.ts';
import { quotePath } from '../files/words.ts';
import { sweepSteps } from '../sweep/steps.ts';
import { nobodyHere } from '../queue/open-queue.ts';
import { openQueue, type QueueUse } from './queue-option.ts';
import { sweepPartJson } from './sweep-part.ts';
import { programVersion } from '../files/program-version.ts';

/** Writes what one shard has answered. */
export async function writeSweepPart(
  engine: LocalEngine,
  {
    request,
    rows,
    shard,
    out,
  }: {
    readonly request: SweepRequest;
    readonly rows: readonly SweepRow[];
    readonly shard: Shard;
    readonly out: string;
  },
): Promise<void> {
  const paths = pathsOf(request);
  const { budgets, methods, virtualUnmerging = true, maxNewTokens = null, image, laterFrames } = request;
  const reading = image.kind === 'file' ? (image.reading ?? null) : image.kind;
  const video = laterFrames === undefined ? [] : [`video of ${1 + laterFrames.length}`];
  const part = sweepPartJson({
    program: programVersion(),
    model: await engine.identity(),
    image: basename(paths[0] ?? ''),
    content: await contentOf(paths),
    question: request.question,
    asked: JSON.stringify([budgets, methods, virtualUnmerging, maxNewTokens, reading, ...video]),
    table: sweepSteps(request).length,
    shard,
    rows: [...rows],
  });
  await writeAtomically(out, part);
}

/** The rows in their order, as workers answer them. Throws `bad-input` where the server cannot be used, and where a worker fails. */
export async function* sweepByWorkers(use: QueueUse, request: SweepRequest): AsyncGenerator<SweepRow, void> {
  const content = await contentOf(pathsOf(request));
  const count = sweepSteps(request).length;
  const tasks = Array.from({ length: count }, (_, at): Extract<Task, { readonly kind: 'sweep' }> => ({
    kind: 'sweep',
    request: { ...request, shard: { index: at + 1, count } },
    content,
  }));
  const queue = await openQueue(use);
  try {
    const sharing = await queue.share(JSON.stringify(['sweep', request, content]));
    for await (const rows of sharing.results('sweep', tasks, nobodyHere)) yield* rows;
  } finally {
    await queue.close();
  }
}

function pathsOf({ image, laterFrames = [] }: SweepRequest): string[] {
  return [image, ...laterFrames].flatMap((each) =>
    each.kind === 'file' || each.kind === 'pixel-values' ? [each.path] : [],
  );
}

async function contentOf(paths: readonly string[]): Promise<string> {
  return sha256OfFiles(paths).catch((cause: unknown) => {
    const which = paths.length === 1 ? quotePath(paths[0] ?? '') : 'A frame of the video';
    throw new EngineError('bad-input', `${which} is not there, or may not be read`, {
      remedy: 'check the path',
      cause,
    });
  });
}
