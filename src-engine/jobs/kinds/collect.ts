/** Counting the tokens of a folder's images. What is counted stands in the table of counts at once, which is all that resuming needs. */
import { collect as collectImages } from '../../collection/collect.ts';
import { collectTitle } from '../../collection/title.ts';
import type { JobKindObject } from '../kind.ts';

export const collect: JobKindObject<'collect'> = {
  about: (request) => request.collect.source,
  title: (request) => collectTitle(request.collect),
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
