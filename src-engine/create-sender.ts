/** The engine as the sender of runs: a collection goes to workers with the model that is loaded when it begins. */
import { collectByWorkers } from './collection/collect-by-workers.ts';
import { planCollection } from './collection/collect.ts';
import { countViews } from './collection/count-views.ts';
import { collectTitle } from './collection/title.ts';
import { countTable } from './collection/count-table.ts';
import type { Database } from './database/database.ts';
import type { CollectByWorkersRequest, CollectResult, LocalSendOptions, TaskOf } from './engine.ts';
import type { Desk, ServedCall } from './inference/desk.ts';
import type { LoadedEncoder } from './inference/loaded-model.ts';
import { modelIdentity } from './inference/model-identity.ts';
import type { Pace } from './inference/pace.ts';
import { nobodyHere, openQueue, type OpenQueue } from './queue/open-queue.ts';

export interface Sender {
  collect(request: CollectByWorkersRequest, call: LocalSendOptions): Promise<CollectResult>;
  /** Ends what is under way, on all machines. */
  close(): Promise<void>;
}

interface Parts {
  readonly desk: Desk;
  /** Throws `not-loaded`. */
  readonly loaded: () => LoadedEncoder;
  readonly paceOf: (served: ServedCall) => Pace;
  readonly database: () => Database;
}

export function createSender({ desk, loaded, paceOf, database }: Parts): Sender {
  const closing = new AbortController();
  const underWay = new Set<Promise<unknown>>();

  async function collectIn(
    queue: OpenQueue,
    { collect: request }: CollectByWorkersRequest,
    { signal, onProgress, onRun }: LocalSendOptions & { readonly signal: AbortSignal },
  ): Promise<CollectResult> {
    // From here on it is this model's run, whatever is loaded meanwhile.
    const { model, plan, identity } = await desk.inTurn('collection', { signal }, async () => ({
      model: loaded(),
      plan: planCollection(loaded(), request, countTable(database())),
      identity: await modelIdentity(loaded()),
    }));
    return collectByWorkers(
      {
        database: database(),
        plan,
        signal,
        report: (stage, done, total) => onProgress?.({ stage, done, total }),
        async *share(run, tasks) {
          if (tasks.length === 0) return;
          const title = collectTitle(request);
          // In images rather than tasks, as a job counts them.
          const before = imagesBefore(tasks);
          const sharing = await queue.share({
            model: identity,
            title,
            run,
            signal,
            onProgress: ({ stage, done, total }) =>
              onProgress?.({ stage, done: before[done] ?? 0, total: before[total] ?? 0 }),
          });
          onRun?.(sharing.run, queue.server);
          yield* sharing.results('count', tasks, nobodyHere);
        },
        countHere: (column, views) =>
          desk.inTurn('encode', { signal }, async (served) =>
            loaded() === model ? (await countViews(model, paceOf(served), [column], views))[0] : undefined,
          ),
      },
      request,
    );
  }

  return {
    async collect(request, call) {
      const signal = AbortSignal.any([closing.signal, ...(call.signal === undefined ? [] : [call.signal])]);
      const run = (async () => {
        const queue = await openQueue(request.address);
        try {
          return await collectIn(queue, request, { ...call, signal });
        } finally {
          await queue.close();
        }
      })();
      underWay.add(run);
      return run.finally(() => underWay.delete(run));
    },
    async close() {
      closing.abort();
      await Promise.allSettled(underWay);
    },
  };
}

/** How many images the first n tasks have [tasks + 1]. */
function imagesBefore(tasks: readonly TaskOf<'count'>[]): number[] {
  const before = [0];
  for (const { images } of tasks) before.push((before.at(-1) ?? 0) + images.length);
  return before;
}
