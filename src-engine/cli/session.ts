/** One engine for one command: made, loaded, used, closed, whatever happens. */
import type { CallOptions, LocalEngine, ModelInfo, ReductionRequest } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { methodOf } from '../reduction/methods.ts';
import type { Remedy } from '../remedy.ts';
import { engineOptions, modelSource, type EngineFlags } from './common-options.ts';
import type { CliContext } from './context.ts';
import type { Reporter } from './reporter.ts';

export interface Session {
  readonly engine: LocalEngine;
  readonly call: CallOptions;
}

export async function withEngine<T>(
  context: CliContext,
  flags: EngineFlags,
  reporter: Reporter,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const engine = await context.createEngine(engineOptions(flags));
  try {
    return await work({
      engine,
      call: {
        signal: context.signal,
        onProgress: (progress) => {
          reporter.progress(progress);
        },
      },
    });
  } finally {
    reporter.clear();
    await engine.close();
  }
}

export async function withModel<T>(
  context: CliContext,
  flags: EngineFlags,
  reporter: Reporter,
  work: (session: Session & { readonly info: ModelInfo }) => Promise<T>,
): Promise<T> {
  return withEngine(context, flags, reporter, async (session) => {
    const info = await session.engine.load(modelSource(flags), session.call);
    for (const note of info.notes ?? []) reporter.say(note);
    return work({ ...session, info });
  });
}

/** A command does what it was asked, not what another one has left. */
export function ownJobs(context: CliContext): CliContext {
  return { ...context, createEngine: (options) => context.createEngine({ ...options, jobs: 'own' }) };
}

/** An average budget means something only through a calibration. Throws `bad-calibration` with the ways out. */
export function needCalibration(
  reductions: readonly ReductionRequest[],
  info: ModelInfo,
  remedy: Remedy | string = { kind: 'calibrate', published: info.published?.file },
): void {
  const needed = reductions.some((reduction) => methodOf(reduction).needsCalibration(reduction));
  if (info.calibration !== null || !needed) return;
  throw new EngineError(
    'bad-calibration',
    `No calibration of ${info.name} was found, so a budget has no thresholds yet`,
    { remedy },
  );
}
