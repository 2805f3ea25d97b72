/** Looks at the runs in a queue from outside, and ends one: for whoever has neither put them there nor takes their tasks. */
import type { CancelQueueRunRequest, QueueRequest, QueueRun } from '../engine-sharing.ts';
import { EngineError } from '../errors.ts';
import { clip } from '../files/words.ts';
import { connect } from './connect.ts';
import type { Server } from './connect.ts';
import { cancelRun, keyPrefix, listRuns, queueName } from './runs.ts';
import type { Run } from './runs.ts';

export function queueRuns({ address }: QueueRequest): Promise<readonly QueueRun[]> {
  return at(address, async (server) => {
    const client = await server.ready();
    const runs = await listRuns(client);
    return Promise.all(
      runs.map(async ({ run, title, model, done, total }) => ({
        run,
        title,
        model: model.name,
        done,
        total,
        workers: await workersOf(server, model),
      })),
    );
  });
}

/** Throws `bad-input` where there is no such run. */
export function cancelQueueRun({ address, run }: CancelQueueRunRequest): Promise<void> {
  return at(address, async (server) => {
    const client = await server.ready();
    const found = (await listRuns(client)).find((known) => known.run === run);
    if (found === undefined) {
      throw new EngineError('bad-input', `There is no run "${clip(run)}" at ${server.name}`, {
        remedy: 'it may have ended',
      });
    }
    await cancelRun(client, found.run);
  });
}

async function workersOf(server: Server, model: Run['model']): Promise<number> {
  const queue = new server.bullmq.Queue(queueName(model), { connection: server.client(), prefix: keyPrefix });
  try {
    return await queue.getWorkersCount();
  } finally {
    await queue.close();
  }
}

async function at<T>(address: string, work: (server: Server) => Promise<T>): Promise<T> {
  const server = await connect(address);
  try {
    return await work(server);
  } finally {
    server.close();
  }
}
