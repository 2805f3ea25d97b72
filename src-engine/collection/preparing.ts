/** Pictures are read, decoded and resized in threads beside the engine's, which a native run blocks. How many at a time is not its business: ahead.ts. */
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ImageRoute } from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { ViewsSpec } from '../vision/prepare.ts';
import type { PreparedFile } from './prepare-file.ts';

export type ToPrepare =
  | {
      readonly kind: 'picture';
      readonly id: number;
      readonly path: string;
      readonly spec: ViewsSpec;
      readonly route: ImageRoute;
    }
  | { readonly kind: 'end' };

export interface Prepared {
  readonly id: number;
  readonly file: PreparedFile;
}

export interface Preparing {
  /** Rejects with `native-failure` where a thread has ended; what is wrong with the file is a result. */
  readonly prepare: (path: string, spec: ViewsSpec, route: ImageRoute) => Promise<PreparedFile>;
  /** What is under way is finished and thrown away. Resolves when the threads have ended. */
  close(): Promise<void>;
}

/** Decoding itself runs in sharp's own threads, so that few of these suffice. */
export function usualThreads(): number {
  return availableParallelism() > 3 ? 2 : 1;
}

/** @param start a thread that answers ToPrepare with Prepared; tests give others */
export function startPreparing(threads = usualThreads(), start: () => Worker = startWorker): Preparing {
  const pool = Array.from({ length: threads }, () => threadOf(start()));
  let next = 0;
  return {
    prepare(path, spec, route) {
      const [first, ...others] = pool;
      if (first === undefined) throw new RangeError('There is no thread to prepare pictures in.');
      const idlest = others.reduce((idle, each) => (each.waiting() < idle.waiting() ? each : idle), first);
      return idlest.prepare({ kind: 'picture', id: next++, path, spec, route });
    },
    async close() {
      await Promise.all(pool.map((thread) => thread.end()));
    },
  };
}

/** In every build it lies beside the code that this file is part of, under the same ending. */
function startWorker(): Worker {
  const here = import.meta.url;
  const ending = extname(fileURLToPath(here));
  const file = new URL(`./prepare-worker${ending}`, here);
  return ending === '.ts' ? fromSources(file) : new Worker(file, { name });
}

const name = 'pictures';

/** Tests and tools run what lies here: tsx translates it, in every thread anew. */
function fromSources(file: URL): Worker {
  const translator = createRequire(file).resolve('tsx/cjs/api');
  const program = `require(${JSON.stringify(translator)}).register(); require(${JSON.stringify(fileURLToPath(file))});`;
  return new Worker(program, { name, eval: true });
}

interface Thread {
  waiting(): number;
  prepare(message: ToPrepare & { kind: 'picture' }): Promise<PreparedFile>;
  end(): Promise<void>;
}

function threadOf(worker: Worker): Thread {
  const asked = new Map<number, Asked>();
  let failure: unknown;
  let over = false;
  worker.on('message', ({ id, file }: Prepared) => {
    asked.get(id)?.resolve(file);
    asked.delete(id);
  });
  worker.on('error', (cause) => (failure = cause));
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      over = true;
      for (const { reject } of asked.values()) reject(endedError(failure));
      asked.clear();
      resolve();
    });
  });
  return {
    waiting: () => asked.size,
    prepare: (message) =>
      new Promise((resolve, reject) => {
        if (over) {
          reject(endedError(failure));
          return;
        }
        asked.set(message.id, { resolve, reject });
        worker.postMessage(message);
      }),
    end() {
      const message: ToPrepare = { kind: 'end' };
      worker.postMessage(message);
      return ended;
    },
  };
}

interface Asked {
  readonly resolve: (file: PreparedFile) => void;
  readonly reject: (cause: unknown) => void;
}

function endedError(cause: unknown): EngineError {
  return new EngineError('native-failure', 'The thread that reads pictures has ended unexpectedly', {
    remedy: 'start the work again; what was counted is kept',
    detail: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
    cause,
  });
}
