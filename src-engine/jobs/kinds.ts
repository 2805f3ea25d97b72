/** The table of kinds of jobs. A new one is a file in kinds/, a line here, and its request in engine-jobs.ts and remote/request-schemas.ts. */
import type { JobKind, JobRequest } from '../engine.ts';
import type { JobKindObject } from './kind.ts';
import { calibrate } from './kinds/calibrate.ts';
import { collect } from './kinds/collect.ts';
import { download } from './kinds/download.ts';
import { evaluate } from './kinds/evaluate.ts';
import { sweep } from './kinds/sweep.ts';

const kinds: { readonly [Kind in JobKind]: JobKindObject<Kind> } = {
  collect,
  calibrate,
  evaluate,
  sweep,
  download,
};

/** The object of a request's kind: `kindOf(request).title(request)`. */
export function kindOf<Kind extends JobKind>(request: JobRequest<Kind>): JobKindObject<Kind> {
  return kinds[request.kind];
}
