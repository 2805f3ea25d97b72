/** Runs the command line in this process on collected streams, with the scripted engine unless another is given. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  AnswerRequest,
  CalibrateRequest,
  EncodeRequest,
  Engine,
  EngineOptions,
  EvaluateRequest,
  LocalEngine,
} from '../../src-engine/engine.ts';
import { run } from '../../src-engine/cli/run.ts';
import { createFakeEngine } from '../support/fake-engine.ts';

export interface CliOptions {
  readonly createEngine?: (options: EngineOptions) => Promise<Engine>;
  readonly engine?: Engine;
  readonly terminal?: boolean;
  readonly columns?: number;
  readonly environment?: Record<string, string>;
  readonly signal?: AbortSignal;
}

export interface CliResult {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export async function cli(argv: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const out: string[] = [];
  const err: string[] = [];
  const output = (into: string[]) => ({
    write: (text: string) => into.push(text),
    isTTY: options.terminal ?? false,
    columns: options.columns ?? 100,
  });
  const status = await run(argv, {
    createEngine: async (asked) =>
      local(await (options.createEngine?.(asked) ?? Promise.resolve(options.engine ?? createFakeEngine()))),
    stdout: output(out),
    stderr: output(err),
    signal: options.signal ?? new AbortController().signal,
    environment: options.environment ?? {},
    windowCommand: 'npm start',
  });
  return { status, out: out.join(''), err: err.join('') };
}

export interface Recorder {
  readonly engine: LocalEngine;
  /** Files that the engine was to write. */
  readonly saved: string[];
  readonly options: EngineOptions[];
  readonly loads: unknown[];
  readonly encodes: EncodeRequest[];
  readonly answers: AnswerRequest[];
  readonly calibrations: CalibrateRequest[];
  readonly evaluations: EvaluateRequest[];
  closes: number;
}

/** The scripted engine shares no work. */
function local(engine: Engine): LocalEngine {
  const unscripted = () => Promise.reject(new Error('The scripted engine shares no work.'));
  return { identity: unscripted, perform: unscripted, ...engine };
}

/** Keeps what the engine was asked for. */
export function recorder(engine: Engine = createFakeEngine()): Recorder {
  const record: Recorder = {
    saved: [],
    options: [],
    loads: [],
    encodes: [],
    answers: [],
    calibrations: [],
    evaluations: [],
    closes: 0,
    engine: {
      ...local(engine),
      load: (model, call) => {
        record.loads.push(model);
        return engine.load(model, call);
      },
      encode: (request, call) => {
        record.encodes.push(request);
        if (call?.saveFeatures !== undefined) record.saved.push(call.saveFeatures);
        return engine.encode(request, call);
      },
      answer: (request, call) => {
        record.answers.push(request);
        if (call?.saveLogits !== undefined) record.saved.push(call.saveLogits);
        return engine.answer(request, call);
      },
      calibrate: (request, call) => {
        record.calibrations.push(request);
        return engine.calibrate(request, call);
      },
      evaluate: (request, call) => {
        record.evaluations.push(request);
        return engine.evaluate(request, call);
      },
      close: () => {
        record.closes += 1;
        return engine.close();
      },
    },
  };
  return record;
}

/** A folder of its own for the duration of `work`. */
export async function inScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'dymu-cli-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The words of a stream that must hold exactly one sentence. */
export function oneSentence(text: string): string {
  const lines = text.split('\n');
  if (lines.length !== 2 || lines[1] !== '')
    throw new Error(`expected one line, got ${JSON.stringify(text)}`);
  const sentence = lines[0] ?? '';
  if (!/^\S.*[.)]$/.test(sentence) || / at .*:\d+:\d+/.test(sentence)) {
    throw new Error(`expected a sentence, got ${JSON.stringify(text)}`);
  }
  return sentence;
}
