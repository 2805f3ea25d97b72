/** `--queue`: the work is done by workers, wherever they are, and only put together here. */
import type { Command } from 'commander';
import type { LocalEngine, Progress, Sharing } from '../engine.ts';
import { openQueue as open } from '../queue/open-queue.ts';
import type { CliContext } from './context.ts';
import type { Reporter } from './reporter.ts';

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
  const queue = await open(url);
  const model = await engine.identity(); // now: a call that shares its work holds the engine
  return {
    async share(run) {
      const sharing = await queue.share({ model, title, run, signal: context.signal, onProgress });
      sayRun(reporter, sharing.run, queue.server);
      return sharing;
    },
    close: () => queue.close(),
  };
}

export function sayRun(reporter: Reporter, run: string, server: string): void {
  reporter.say(
    `Run ${run} is in the queue at ${server}; "dymu queue --queue ... --cancel ${run}" ends it from elsewhere.`,
  );
}
