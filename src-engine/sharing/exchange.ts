/**
 * Machines that share a run through a folder that all of them see. Each does its tasks and lays down what they come to, one file a task, and
 * waits for the files of the others. A machine that died is started again and finds what it had done.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import type { Progress, Shard } from '../engine.ts';
import type { Sharing, TaskKind, TaskResults } from '../engine-sharing.ts';
import { EngineError, throwIfAborted } from '../errors.ts';
import { writeAtomically } from '../files/atomic-write.ts';
import { exists, readText } from '../files/bounded-file.ts';
import { checked, document } from '../files/document.ts';
import { refusal } from '../files/refusal.ts';
import { sha256 } from '../files/sha256.ts';
import { quotePath } from '../files/words.ts';
import { cardPath, exchangeSubject, layCard, readCard } from './exchange-card.ts';
import { shardOf } from './shard.ts';
import { resultSchemas } from './task-schemas.ts';

const fileSchema = z.strictObject({ run: z.string(), result: z.unknown() });
const largest = 16 * 2 ** 20; // bytes

export interface ExchangeOptions {
  readonly directory: string;
  readonly shard: Shard;
  /** What the run is: all shards must say the same. */
  readonly run: string;
  readonly program: string; // version
  readonly signal?: AbortSignal | undefined;
  /** While it waits for others. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly pollMs?: number | undefined; // 500 unless said
}

/** Throws `bad-input` where the folder cannot be used or belongs to another run. */
export async function openExchange(options: ExchangeOptions): Promise<Sharing> {
  const { directory, shard, program, signal, onProgress, pollMs = 500 } = options;
  const run = sha256(options.run);
  await mkdir(directory, { recursive: true }).catch((cause: unknown) => {
    throw new EngineError('bad-input', `The folder ${quotePath(directory)} cannot be made`, {
      remedy: 'create it, or give another one',
      cause,
    });
  });
  await layCard(directory, { program, run, shard });

  const fileOf = (kind: TaskKind, task: number) => join(directory, `${kind}-${task}.json`);
  const read = async <K extends TaskKind>(kind: K, task: number): Promise<TaskResults[K] | undefined> => {
    const path = fileOf(kind, task);
    if (!(await exists(path))) return undefined;
    const subject = exchangeSubject(path);
    const file = document(fileSchema, await readText(path, largest, subject), subject);
    if (file.run !== run) throw refusal(subject, 'is of another run');
    return checked<TaskResults[K]>(resultSchemas[kind], file.result, subject, ['result']);
  };

  return {
    created: async () => (await readCard(cardPath(directory, { index: 1, count: shard.count }))).created,
    keepsResults: true,
    async *results(kind, tasks, perform) {
      for (const [number, task] of tasks.entries()) {
        if (shardOf(number, shard.count) !== shard.index || (await read(kind, number)) !== undefined)
          continue;
        await writeAtomically(fileOf(kind, number), JSON.stringify({ run, result: await perform(task) }));
      }
      for (const number of tasks.keys()) {
        for (;;) {
          throwIfAborted(signal);
          const result = await read(kind, number);
          if (result !== undefined) {
            yield result;
            break;
          }
          const stage = `Waiting for shard ${shardOf(number, shard.count)} of ${shard.count}`;
          onProgress?.({ stage, done: number, total: tasks.length });
          await setTimeout(pollMs, undefined, { signal }).catch(() => undefined);
        }
      }
    },
  };
}
