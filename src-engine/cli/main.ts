/** The `dymu` program: hands the process's arguments, streams and Ctrl-C to run(). */
import { EngineError } from '../errors.ts';
import type { EngineOptions } from '../engine.ts';
import { isCaptured, obeyParent, ownWords, runCaptured, tellParent, wantsCapture } from './captured.ts';
import { run } from './run.ts';

async function runHere(): Promise<number> {
  const captured = isCaptured(process.env);
  const controller = new AbortController();
  const stop = (): void => controller.abort(new EngineError('aborted', 'Stopped on request'));
  if (captured) obeyParent(stop);
  // Once: a second Ctrl-C ends the process at once, also inside a native run that cannot be interrupted.
  else process.once('SIGINT', stop);
  // A reader that has seen enough (`dymu ... | head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    if (captured) tellParent();
    process.exit(0);
  });

  const status = await run(process.argv.slice(2), {
    // Loaded when a command needs it: help and wrong usage answer at once.
    createEngine: async (options: EngineOptions) =>
      (await import('../create-engine.ts')).createEngine(options),
    stdout: process.stdout,
    stderr: captured ? ownWords : process.stderr,
    signal: controller.signal,
    environment: process.env,
  });
  if (captured) tellParent();
  return status;
}

const status = wantsCapture(process.argv.slice(2), process.env)
  ? runCaptured(process.argv.slice(1), process.env, process.stderr)
  : runHere();
// Not awaited at the top: a script, whose compiled code can be kept between runs (tools/launch), has no such await.
void status.then((code) => (process.exitCode = code));
