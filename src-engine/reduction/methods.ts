/** The table of methods of token reduction: requests, command line, evaluation modes, captions, slider and panes all read it. */
import { z } from 'zod';
import { dymu, dymuSchema } from './dymu/dymu.ts';
import { none, noneSchema } from './none/none.ts';
import type { Reduction } from './reduction.ts';
import { tome, tomeSchema } from './tome/tome.ts';

/** What a caller asks for; `method` says which method it is for. */
export const reductionSchema = z.discriminatedUnion('method', [noneSchema, dymuSchema, tomeSchema]);

interface Requests {
  readonly none: z.infer<typeof noneSchema>;
  readonly dymu: z.infer<typeof dymuSchema>;
  readonly tome: z.infer<typeof tomeSchema>;
}
export type MethodName = keyof Requests;
/** A mapped type, so that the compiler sees that a request and its method's object belong together. */
export type ReductionRequest<M extends MethodName = MethodName> = {
  readonly [Name in M]: Requests[Name] & { readonly method: Name };
}[M];

export const methods: { readonly [M in MethodName]: Reduction<ReductionRequest<M>> } = { none, dymu, tome };

export const methodNames = ['none', 'dymu', 'tome'] as const satisfies readonly MethodName[];

/** The object of a request's method: `methodOf(request).plan(request, encoder)`. */
export function methodOf<M extends MethodName>(request: ReductionRequest<M>): Reduction<ReductionRequest<M>> {
  return methods[request.method];
}

/** The method that keeps every token. */
export const allTokens: ReductionRequest<'none'> = { method: 'none' };
