/** `--queue`: the work is done by workers, wherever they are, and only put together here. */
import type { Command } from 'commander';
import type { LocalEngine, Progress, Sharing } from '../engine.ts';
import { connect } from '../queue/connect.ts';
import { sendTasks, type QueueSharing } from '../queue/send-tasks.ts';
import type { CliContext } from './context.ts';
import type { Reporter } from './reporter.ts';
import { programVersion } from './version.ts';

export function addQueueOption(command: Command): Command {
  return command.option(
    '--queue <url>',
    'let workers do it that take tasks from this server (see dymu worker)',
  );
}

export interface QueueUse {
  readonly context: CliContext;
  readonly engine: LocalEngine;
  readonly reporter: Reporter;
  readonly onProgress: (progress: Progress) => void;
  readonly url: string;
  readonly title: string; // 'Calibrating on photos'
}

export interface OpenQueue {
  /** @param run what the run is */
  readonly share: (run: string) => Promise<Sharing>;
  /** Takes away what is left in the queue. */
  close(): Promise<void>;
}

/** Throws `bad-input` where the server cannot be used. */
export async function openQueue(use: QueueUse): Promise<OpenQueue> {
  const { context, engine, reporter, onProgress, url, title } = use;
  const server = await connect(url);
  const model = await engine.identity(); // now: a call that shares its work holds the engine
  let sharing: QueueSharing | undefined;
  return {
    async share(run) {
      const { signal } = context;
      sharing = await sendTasks({ server, model, title, run, program: programVersion(), signal, onProgress });
      reporter.say(
        `Run ${sharing.run} is in the queue at ${server.name}; "dymu queue --queue ... --cancel ${sharing.run}" ends it from elsewhere.`,
      );
      return sharing;
    },
    async close() {
      await sharing?.close();
      server.close();
    },
  };
}
