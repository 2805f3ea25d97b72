/** Counts the images of a collection by workers on a queue: the list and the table are made here. */
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { CollectionImage, ReductionRequest, Task, UnreadableFile } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { openQueue, type QueueUse } from './queue-option.ts';

/** Images of one task: about half a second of the embedded model, minutes of a large one. */
const imagesOfTask = 16;

export interface CountedByWorkers {
  readonly images: readonly CollectionImage[]; // with `asked`
  readonly unreadable: readonly UnreadableFile[]; // that turned out to be
  readonly encodes: number;
}

/** Throws `bad-input` where the server cannot be used, and where a worker fails. */
export async function countByWorkers(
  use: QueueUse,
  {
    source,
    images,
    reductions,
  }: {
    readonly source: string;
    readonly images: readonly CollectionImage[];
    readonly reductions: readonly ReductionRequest[];
  },
): Promise<CountedByWorkers> {
  const base = (await stat(source)).isDirectory() ? source : dirname(source);
  const chunks = Array.from({ length: Math.ceil(images.length / imagesOfTask) }, (_, at) =>
    images.slice(at * imagesOfTask, (at + 1) * imagesOfTask),
  );
  const tasks = chunks.map((chunk): Extract<Task, { readonly kind: 'count' }> => {
    return { kind: 'count', images: chunk.map(({ path }) => resolve(base, path)), reductions };
  });
  const counted: CollectionImage[] = [];
  const unreadable: UnreadableFile[] = [];
  let encodes = 0;
  const queue = await openQueue(use);
  try {
    const list = images.map(({ path, bytes, modifiedMs }) => [path, bytes, modifiedMs]);
    const sharing = await queue.share(JSON.stringify(['collect', source, reductions, list]));
    let at = 0;
    for await (const results of sharing.results('count', tasks, nobodyHere)) {
      for (const [index, result] of results.entries()) {
        const image = chunks[at]?.[index];
        if (image === undefined) continue;
        if ('reason' in result) unreadable.push({ path: image.path, reason: result.reason });
        else {
          counted.push({
            ...image,
            views: result.views,
            fullTokens: result.fullTokens,
            asked: result.tokens,
          });
          encodes += result.views * reductions.length;
        }
      }
      at += 1;
    }
  } finally {
    await queue.close();
  }
  return { images: counted, unreadable, encodes };
}

function nobodyHere(): Promise<never> {
  return Promise.reject(new EngineError('bad-input', 'Tasks in a queue are done by workers'));
}
