/** Who writes what where: results to standard output, words and progress to standard error. Formats nothing itself. */
import type { Progress } from '../engine.ts';
import { formatDuration } from '../report/units.ts';
import type { CliContext } from './context.ts';
import { printable } from './printable.ts';
import { createStyle, type Style } from './style.ts';

export interface Reporter {
  /** For standard output. */
  readonly style: Style;
  /** Columns of standard output. */
  readonly width: number;
  /** The result in words; nothing under --json. */
  result(text: string): void;
  /** A piece of a result that grows; without a line end of its own. */
  piece(text: string): void;
  /** The one document of --json; nothing without. */
  document(value: unknown): void;
  /** Words beside the result. */
  say(sentence: string): void;
  /** `lines`: where standard error is no terminal, one line per stage, for work that takes minutes; otherwise nothing. */
  progress(progress: Progress, lines?: boolean): void;
  /** Takes the progress line away. */
  clear(): void;
}

export interface ReporterFlags {
  readonly quiet?: boolean | undefined;
  readonly json?: boolean | undefined;
}

export function createReporter(context: CliContext, flags: ReporterFlags): Reporter {
  const { stdout, stderr } = context;
  let started = performance.now();
  let reached = 0;
  let shown = false;
  let stage = '';

  const clear = (): void => {
    if (shown) stderr.write('\r\u001b[2K');
    shown = false;
  };
  // A pipe gets the text as it is; a terminal must not obey it.
  const shownText = (text: string): string => (stdout.isTTY === true ? printable(text) : text);

  return {
    style: createStyle(stdout, context.environment),
    width: Math.min(stdout.columns ?? 80, 160),
    result(text) {
      clear();
      if (flags.json !== true) stdout.write(`${text}\n`);
    },
    piece(text) {
      clear();
      if (flags.json !== true) stdout.write(shownText(text));
    },
    document(value) {
      clear();
      if (flags.json === true) stdout.write(`${JSON.stringify(value)}\n`);
    },
    say(sentence) {
      clear();
      if (flags.quiet !== true) stderr.write(`${sentence}\n`);
    },
    progress(progress, lines = false) {
      if (flags.quiet === true) return;
      if (progress.done < reached) started = performance.now(); // another piece of work
      reached = progress.done;
      const line = progressLine(progress, performance.now() - started);
      if (stderr.isTTY === true) {
        stderr.write(`\r\u001b[2K${line.slice(0, (stderr.columns ?? 80) - 1)}`);
        shown = true;
      } else if (lines && progress.stage !== stage) {
        stderr.write(`${line}\n`);
      }
      stage = progress.stage;
    },
    clear,
  };
}

/** Remaining time only once a tenth is done and five seconds have passed: before that it is a guess. */
export function progressLine({ stage, done, total }: Progress, elapsedMs: number): string {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const left =
    share >= 0.1 && share < 1 && elapsedMs >= 5_000 ? (elapsedMs / share) * (1 - share) : undefined;
  const remaining = left === undefined ? '' : `, ${formatDuration(left)} left`;
  return `${stage} (${Math.round(100 * share)} %${remaining})`;
}
