/**
 * `--quiet` for lines that no code of ours writes: the command runs in a child whose standard error is kept back.
 *
 * ONNX Runtime's log level silences its own lines, but not those of the libraries beneath it: where a Vulkan loader finds no
 * driver, WebGPU's code writes warnings straight to the descriptor. Node cannot redirect a descriptor of its own process, so another
 * process gets one that ends here, and a second one, `wordsAt`, that is the real standard error for the command's own words.
 */
import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';
import { constants } from 'node:os';
import { isatty } from 'node:tty';
import { watchMemoryEnds } from '../files/memory-groups.ts';
import type { Output } from './context.ts';
import { exitStatus } from './failure.ts';
import { stopSignals, stopStatus, type StopSignal } from './stop-signals.ts';

/** The child's descriptor for its own words. */
const wordsAt = 3;
/** Set for the child, so that it runs the command itself. */
const mark = 'DYMU_CAPTURED';
/** Characters of captured lines that are kept, the newest: shown if the child dies. */
const mostKept = 65_536;

export function wantsCapture(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  return argv.includes('--quiet') && environment[mark] === undefined;
}

export function isCaptured(environment: Readonly<Record<string, string | undefined>>): boolean {
  return environment[mark] !== undefined;
}

/** Standard error of a captured command. */
export const ownWords: Output = {
  write: (text) => writeSync(wordsAt, text),
  isTTY: isatty(wordsAt),
};

/** Calls `stop` where the parent was interrupted, and ends this process where the parent is gone. */
export function obeyParent(stop: () => void): void {
  // A terminal, or whoever ends a whole group, sends them to parent and child: the parent decides.
  for (const signal of stopSignals) process.on(signal, () => undefined);
  process.on('message', stop);
  process.on('disconnect', () => process.exit(exitStatus.interrupted));
  process.channel?.unref();
}

/** Tells the parent that the command came to its end, well or not, in its own words. */
export function tellParent(): void {
  process.send?.('done');
}

/** @param forMemory the system says that it has ended a process for want of memory meanwhile */
export function endedBy(signal: NodeJS.Signals, forMemory: boolean): string {
  if (signal === 'SIGKILL' && forMemory)
    return 'dymu ran out of memory, and the system ended it (SIGKILL); close other programs, or choose a smaller precision.';
  return signal === 'SIGKILL'
    ? 'dymu was ended from outside (SIGKILL), usually for want of memory; close other programs, or choose a smaller precision.'
    : `dymu ended in native code (${signal}); files that were there are as they were, so run it again, or choose another device with --device.`;
}

/** Runs this very program in a child and resolves to its exit status. */
export async function runCaptured(
  program: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  stderr: Output,
): Promise<number> {
  const forMemory = watchMemoryEnds();
  const child = spawn(process.execPath, [...process.execArgv, ...program], {
    stdio: ['inherit', 'inherit', 'pipe', process.stderr.fd, 'ipc'],
    env: { ...environment, [mark]: '1' },
  });
  let kept = '';
  let done = false;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    kept = (kept + text).slice(-mostKept);
  });
  child.on('message', () => (done = true));
  let interrupted: StopSignal | undefined;
  const interrupt = (signal: NodeJS.Signals): void => {
    // A second one ends the command at once, also inside a native run that cannot be interrupted.
    if (interrupted !== undefined || !child.connected) child.kill('SIGKILL');
    else child.send('stop');
    interrupted ??= stopSignals.find((each) => each === signal) ?? 'SIGINT';
  };
  for (const signal of stopSignals) process.on(signal, interrupt);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => {
      for (const each of stopSignals) process.off(each, interrupt);
      if (!done && interrupted === undefined) stderr.write(kept); // it died: what it said last is the only trace
      if (interrupted !== undefined) {
        const asked = status === null || status === exitStatus.interrupted;
        resolve(asked ? stopStatus[interrupted] : status);
      } else if (signal === null) resolve(status ?? exitStatus.failed);
      else {
        stderr.write(`${endedBy(signal, forMemory())}\n`);
        resolve(128 + constants.signals[signal]); // as a shell has it
      }
    });
  });
}
