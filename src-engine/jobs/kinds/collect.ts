/** Counting the tokens of a folder's images. What is counted stands in the table of counts at once, which is all that resuming needs. */
import { basename } from 'node:path';
import { collect as collectImages } from '../../collection/collect.ts';
import type { JobKindObject } from '../kind.ts';

export const collect: JobKindObject<'collect'> = {
  about: (request) => request.collect.source,
  title: (request) => `Counting the tokens of ${basename(request.collect.source)}`,
  run: async (request, { database, inTurn, call, kept, mayRead }) => ({
    kind: 'collect',
    collect: await collectImages(
      {
        database,
        inTurn,
        kept,
        mayRead,
        signal: call.signal,
        report: (stage, done, total) => call.onProgress?.({ stage, done, total }),
      },
      request.collect,
    ),
  }),
};
