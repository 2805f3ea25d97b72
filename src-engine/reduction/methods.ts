/** The table of methods of token reduction: requests, command line, evaluation modes, captions, slider and panes all read it. */
import { z } from 'zod';
import { dart } from './dart/dart.ts';
import { dymu } from './dymu/dymu.ts';
import { none } from './none/none.ts';
import { pool } from './pool/pool.ts';
import type { Reduction } from './reduction.ts';
import { rows } from './rows/rows.ts';
import { tome } from './tome/tome.ts';
import { visionzip } from './visionzip/visionzip.ts';

/** One line a method, in the order in which people are shown them. All else follows from it. */
const table = {
  none,
  dymu,
  rows,
  tome,
  pool,
  visionzip,
  dart,
};

export type MethodName = keyof typeof table;

/** What a caller asks for; `method` says which method it is for. */
export type ReductionRequest<M extends MethodName = MethodName> = {
  // A mapped type, so that the compiler sees that a request and its method's object belong together.
  readonly [Name in M]: z.infer<(typeof table)[Name]['schema']> & { readonly method: Name };
}[M];

export const methods: { readonly [M in MethodName]: Reduction<ReductionRequest<M>> } = table;

export const methodNames: readonly MethodName[] = Object.keys(table).filter(
  (name): name is MethodName => name in table,
);

const namedSchema = z.looseObject({ method: z.enum(methodNames) });

/** Reads the method's name, then the request by that method's own schema. */
export const reductionSchema = namedSchema.transform((request, context): ReductionRequest => {
  const parsed = methods[request.method].schema.safeParse(request);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) context.addIssue({ code: 'custom', path, message });
  return z.NEVER;
});

/** The object of a request's method: `methodOf(request).plan(request, encoder)`. */
export function methodOf<M extends MethodName>(request: ReductionRequest<M>): Reduction<ReductionRequest<M>> {
  return methods[request.method];
}

/** The method that keeps every token. */
export const allTokens: ReductionRequest<'none'> = { method: 'none' };

export interface ModelKind {
  /** Whether it joins squares of patches into rows. */
  readonly cells: boolean;
  /** Whether its encoder takes grids of any shape. */
  readonly free: boolean;
}

/** Whether a method is made for a model of this kind. */
export function suits(method: MethodName, { cells, free }: ModelKind): boolean {
  const { only, inEncoder } = methods[method];
  if (free && inEncoder === true) return false;
  return only === undefined || (only === 'cells') === cells;
}
