/** Parts that the shards of a run have written, joined by `dymu merge` as a user calls it. */
import { join } from 'node:path';
import fc from 'fast-check';
import { run as runCli } from '../../../src-engine/cli/run.ts';
import { EngineError } from '../../../src-engine/errors.ts';
import { hostileJson } from '../edits/json.ts';
import { layFile, type Place } from '../place.ts';
import { MB, target, type Target } from '../target.ts';
import * as samples from './samples.ts';

/** The command's own sentence, as the refusal that it came from. */
async function merge(texts: readonly string[], place: Place): Promise<void> {
  const paths: string[] = [];
  for (const [at, text] of texts.entries()) paths.push(await layFile(place, `${at}.json`, text));
  const said: string[] = [];
  const silent = { write: () => true, isTTY: false, columns: 100 };
  const status = await runCli(['merge', ...paths, '--json', '--out', join(place.folder, 'all.csv')], {
    createEngine: () => Promise.reject(new Error('merging needs no engine')),
    stdout: silent,
    stderr: { ...silent, write: (text: string) => said.push(text) > 0 },
    signal: new AbortController().signal,
    environment: {},
  });
  if (status === 0) return;
  const sentence = said.join('').trim();
  if (sentence.includes('fault of dymu itself')) throw new Error(sentence);
  const [fact = '', remedy] = sentence.replace(/^dymu: /u, '').split(/; (?=[^;]*$)/u);
  throw new EngineError(
    'bad-input',
    fact,
    remedy === undefined ? {} : { remedy: remedy.replace(/\.$/u, '') },
  );
}

function parts(name: string, whole: (index: number) => unknown): Target {
  const second = JSON.stringify(whole(2));
  return target<readonly string[]>({
    name,
    inputs: () =>
      Promise.resolve(
        fc.oneof(
          hostileJson([whole(1)]).map((first) => [first, second]),
          fc.tuple(hostileJson([whole(1)]), hostileJson([whole(2)])),
        ),
      ),
    run: merge,
    mostBytes: 400 * MB,
    mostCpu: 20_000,
  });
}

export const partTargets: readonly Target[] = [
  parts('collection-part', samples.collectionPart),
  parts('evaluation-part', samples.evaluationPart),
];
