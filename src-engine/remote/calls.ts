/**
 * Every call that crosses a port, in one table: what it takes, and how it reaches an engine. Host and client know no call by name; a new
 * one is written in engine.ts, in create-engine.ts and here.
 */
import { z } from 'zod';
import type { CallOptions, Engine } from '../engine.ts';
import { parseRequest } from './parse-request.ts';
import { withRules, type PathRules } from './path-rules.ts';
import {
  benchRequestSchema,
  cancelQueueRunSchema,
  calibrateRequestSchema,
  collectByWorkersSchema,
  collectionRequestSchema,
  directorySchema,
  encodeRequestSchema,
  evaluateRequestSchema,
  imageSourceSchema,
  jobChangeSchema,
  hubRequestSchema,
  removeHubModelSchema,
  jobIdSchema,
  jobRequestSchema,
  modelSourceSchema,
  openIdSchema,
  precisionCheckRequestSchema,
  previewRequestSchema,
  questionsRequestSchema,
  queueRequestSchema,
} from './request-schemas.ts';

type Perform<Request, Result> = (engine: Engine, request: Request, options: CallOptions) => Promise<Result>;

function call<Schema extends z.ZodType, Result>(
  schema: Schema,
  perform: Perform<z.infer<Schema>, Result>,
): {
  readonly schema: Schema;
  /** Parses what has arrived and does it. Rejects with `bad-input` where it does not fit, or names what its client may not. */
  readonly serve: (
    engine: Engine,
    request: unknown,
    options: CallOptions,
    rules: PathRules,
  ) => Promise<Result>;
} {
  return {
    schema,
    serve: async (engine, request, options, rules) =>
      perform(engine, await withRules(schema, parseRequest(schema, request), rules), options),
  };
}

const nothing = z.undefined();

export const calls = {
  load: call(modelSourceSchema, (engine, model, options) => engine.load(model, options)),
  encode: call(encodeRequestSchema, (engine, request, options) => engine.encode(request, options)),
  calibrate: call(calibrateRequestSchema, (engine, request, options) => engine.calibrate(request, options)),
  evaluate: call(evaluateRequestSchema, (engine, request, options) => engine.evaluate(request, options)),
  questions: call(questionsRequestSchema, (engine, request, options) => engine.questions(request, options)),
  open: call(imageSourceSchema, (engine, source, options) => engine.open(source, options)),
  forget: call(openIdSchema, (engine, id, options) => engine.forget(id, options)),
  preview: call(previewRequestSchema, (engine, { image, maxSide }, options) =>
    engine.preview(image, maxSide, options),
  ),
  inspect: call(directorySchema, (engine, directory, options) => engine.inspect(directory, options)),
  devices: call(nothing, (engine, _, options) => engine.devices(options)),
  checkPrecision: call(precisionCheckRequestSchema, (engine, request, options) =>
    engine.checkPrecision(request, options),
  ),
  bench: call(benchRequestSchema, (engine, request, options) => engine.bench(request, options)),
  startJob: call(jobRequestSchema, (engine, request, options) => engine.startJob(request, options)),
  jobs: call(nothing, (engine, _, options) => engine.jobs(options)),
  changeJob: call(jobChangeSchema, (engine, request, options) => engine.changeJob(request, options)),
  jobResult: call(jobIdSchema, (engine, id, options) => engine.jobResult(id, options)),
  sweepRows: call(jobIdSchema, (engine, id, options) => engine.sweepRows(id, options)),
  queueRuns: call(queueRequestSchema, (engine, request, options) => engine.queueRuns(request, options)),
  cancelQueueRun: call(cancelQueueRunSchema, (engine, request, options) =>
    engine.cancelQueueRun(request, options),
  ),
  collectByWorkers: call(collectByWorkersSchema, (engine, request, options) =>
    engine.collectByWorkers(request, options),
  ),
  hubModels: call(nothing, (engine, _, options) => engine.hubModels(options)),
  removeHubModel: call(removeHubModelSchema, (engine, request, options) =>
    engine.removeHubModel(request, options),
  ),
  hubPlan: call(hubRequestSchema, (engine, request, options) => engine.hubPlan(request, options)),
  collection: call(collectionRequestSchema, (engine, request, options) =>
    engine.collection(request, options),
  ),
  close: call(nothing, (engine) => engine.close()),
};

export type CallName = keyof typeof calls;

/** Every call has one answer; a stream of answers is something else. */
export type Calls = Omit<Engine, 'answer'>;

/** As a caller has it: not to be written to. */
type Given<T> = T extends Uint8Array
  ? T
  : T extends object
    ? { readonly [Key in keyof T]: Given<T[Key]> }
    : T;

export type Request<Name extends CallName> = Given<z.infer<(typeof calls)[Name]['schema']>>;
export type Result<Name extends CallName> = Awaited<ReturnType<(typeof calls)[Name]['serve']>>;

/** Puts a call to whoever serves it. */
export type Ask = <Name extends CallName>(
  name: Name,
  request: Request<Name>,
  options: CallOptions | undefined,
) => Promise<Result<Name>>;

/** The calls of an engine that somebody else serves. */
export function callsThrough(ask: Ask): Calls {
  return {
    load: (model, options) => ask('load', model, options),
    encode: (request, options) => ask('encode', request, options),
    calibrate: (request, options) => ask('calibrate', request, options),
    evaluate: (request, options) => ask('evaluate', request, options),
    questions: (request, options) => ask('questions', request, options),
    open: (source, options) => ask('open', source, options),
    forget: (id, options) => ask('forget', id, options),
    preview: (image, maxSide, options) => ask('preview', { image, maxSide }, options),
    inspect: (directory, options) => ask('inspect', directory, options),
    devices: (options) => ask('devices', undefined, options),
    checkPrecision: (request, options) => ask('checkPrecision', request, options),
    bench: (request, options) => ask('bench', request, options),
    startJob: (request, options) => ask('startJob', request, options),
    jobs: (options) => ask('jobs', undefined, options),
    changeJob: (request, options) => ask('changeJob', request, options),
    jobResult: (id, options) => ask('jobResult', id, options),
    sweepRows: (id, options) => ask('sweepRows', id, options),
    queueRuns: (request, options) => ask('queueRuns', request, options),
    cancelQueueRun: (request, options) => ask('cancelQueueRun', request, options),
    collectByWorkers: (request, options) => ask('collectByWorkers', request, options),
    hubModels: (options) => ask('hubModels', undefined, options),
    removeHubModel: (request, options) => ask('removeHubModel', request, options),
    hubPlan: (request, options) => ask('hubPlan', request, options),
    collection: (request, options) => ask('collection', request, options),
    close: () => ask('close', undefined, undefined),
  };
}
