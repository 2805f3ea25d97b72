/** Hands words, this process's streams and Ctrl-C to run(). What the process is, a Node program or the packaged application, its caller says. */
import { EngineError } from '../errors.ts';
import type { EngineOptions } from '../engine.ts';
import { isCaptured, obeyParent, ownWords, runCaptured, tellParent, wantsCapture } from './captured.ts';
import { exitStatus } from './failure.ts';
import { run } from './run.ts';
import { stopSignals, stopStatus, type StopSignal } from './stop-signals.ts';

/** Resolves to the exit status. `words` are the arguments without whatever starts the program. */
export function runProcess(words: readonly string[], windowCommand: string | undefined): Promise<number> {
  return wantsCapture(words, process.env)
    ? runCaptured(process.argv.slice(1), process.env, process.stderr)
    : runHere(words, windowCommand);
}

async function runHere(words: readonly string[], windowCommand: string | undefined): Promise<number> {
  const captured = isCaptured(process.env);
  const controller = new AbortController();
  const stop = (): void => controller.abort(new EngineError('aborted', 'Stopped on request'));
  let stoppedBy: StopSignal | undefined;
  if (captured) obeyParent(stop);
  else {
    // Once: a second one ends the process at once, also inside a native run that cannot be interrupted.
    for (const signal of stopSignals)
      process.once(signal, () => {
        stoppedBy ??= signal;
        stop();
      });
    process.stderr.on('error', () => undefined); // with SIGHUP the terminal is gone
  }
  const stderr = captured ? ownWords : process.stderr;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough (`dymu ... | head`) is no failure.
    if (stoppedBy === undefined && error.code !== 'EPIPE')
      stderr.write(`Standard output cannot be written (${error.message}); send it where there is room.\n`);
    if (captured) tellParent();
    process.exit(
      stoppedBy !== undefined ? stopStatus[stoppedBy] : error.code === 'EPIPE' ? 0 : exitStatus.failed,
    );
  });

  const status = await run(words, {
    // Loaded when a command needs it: help and wrong usage answer at once.
    createEngine: async (options: EngineOptions, around = {}) =>
      (await import('../create-engine.ts')).createEngine(options, { noticesStops: true, ...around }),
    stdout: process.stdout,
    stderr,
    signal: controller.signal,
    environment: process.env,
    ...(windowCommand === undefined ? {} : { windowCommand }),
  });
  if (captured) tellParent();
  return status === exitStatus.interrupted && stoppedBy !== undefined ? stopStatus[stoppedBy] : status;
}
