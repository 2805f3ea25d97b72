/** The paths in what an engine replies: its client may name them in later requests. */
import type { EvaluateResult, Job, JobResult, ModelSource } from '../engine.ts';
import type { CallName, Result } from './calls.ts';

type Tellers = { readonly [Name in CallName]?: (result: Result<Name>) => readonly (string | undefined)[] };

const tellers: Tellers = {
  load: ({ directory, calibrationFile, otherCalibrations = [] }) => [
    directory,
    ...[calibrationFile, ...otherCalibrations].map((each) => each?.file),
  ],
  inspect: ({ calibration }) => [calibration?.file],
  calibrate: ({ out }) => [out],
  evaluate: inEvaluation,
  questions: ({ files }) => files,
  hubModels: ({ models }) => models.flatMap(({ versions }) => versions.map(({ directory }) => directory)),
  startJob: inJob,
  jobs: (jobs) => jobs.flatMap(inJob),
  changeJob: (job) => (job === null ? [] : inJob(job)),
  jobResult: (result) => (result === null ? [] : inResult(result)),
};

/** Of the reply to one call. */
export function toldPaths<Name extends CallName>(name: Name, result: Result<Name>): string[] {
  const teller = tellers[name];
  return teller === undefined ? [] : teller(result).filter((path) => path !== undefined);
}

function inModel({ directory, calibration }: ModelSource): (string | undefined)[] {
  return [directory, calibration];
}

/** What a calibration writes is told when it is written. */
function inJob({ kind, about, model }: Job): (string | undefined)[] {
  return [...inModel(model), kind === 'calibrate' || kind === 'download' ? undefined : about];
}

function inResult(result: JobResult): readonly (string | undefined)[] {
  switch (result.kind) {
    case 'collect':
      return [result.collect.source];
    case 'calibrate':
      return [result.calibrate.out];
    case 'evaluate':
      return inEvaluation(result.evaluate);
    case 'sweep':
      return [result.sweep.image];
    case 'download':
      return [result.download.directory];
  }
}

function inEvaluation({ data, details = [] }: EvaluateResult): string[] {
  return [data, ...details.map(({ path }) => path)];
}
