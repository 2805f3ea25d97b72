/** The `dymu` program: hands the process's arguments, streams and Ctrl-C to run(). */
import { EngineError } from '../errors.ts';
import type { EngineOptions } from '../engine.ts';
import { run } from './run.ts';

const controller = new AbortController();
// Once: a second Ctrl-C ends the process at once, also inside a native run that cannot be interrupted.
process.once('SIGINT', () => {
  controller.abort(new EngineError('aborted', 'Stopped on request'));
});
// A reader that has seen enough (`dymu ... | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await run(process.argv.slice(2), {
  // Loaded when a command needs it: help and wrong usage answer at once.
  createEngine: async (options: EngineOptions) => (await import('../create-engine.ts')).createEngine(options),
  stdout: process.stdout,
  stderr: process.stderr,
  signal: controller.signal,
  environment: process.env,
});
