/** What counting a collection is called in lists of work. */
import { basename } from 'node:path';
import type { CollectRequest } from '../engine.ts';
import { methodOf } from '../reduction/methods.ts';

/** 'Counting the tokens of holiday', or the rows where nothing else is counted. */
export function collectTitle({ source, method, points, reductions = [] }: CollectRequest): string {
  const askedRows = reductions.length > 0 && reductions.every((one) => methodOf(one).counts === 'rows');
  const ofRows = points === 0 ? askedRows : method === 'rows';
  return `Counting the ${ofRows ? 'rows' : 'tokens'} of ${basename(source)}`;
}
