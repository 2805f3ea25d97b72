/** Saved values of the first versions, which wrote `merging: { kind }` where `reduction: { method }` stands now; read, never written. */
import { z } from 'zod';
import type { ReductionRequest } from './methods.ts';

const earlierSchema = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('none') }),
  z.looseObject({ kind: z.literal('adaptive'), budget: z.unknown() }),
  z.looseObject({ kind: z.literal('thresholds'), thresholds: z.unknown() }),
  z.looseObject({ kind: z.literal('fixed'), total: z.unknown(), schedule: z.unknown() }),
  z.looseObject({ kind: z.literal('exact'), tokens: z.unknown() }),
]);

/** What a field of a request may be, checked by nobody yet. */
type Unchecked = { readonly method: ReductionRequest['method']; readonly budget?: unknown };

function upgradeRequest(merging: z.infer<typeof earlierSchema>): Unchecked {
  switch (merging.kind) {
    case 'none':
      return { method: 'none' };
    case 'adaptive':
      return { method: 'dymu', budget: merging.budget };
    case 'thresholds':
      return { method: 'dymu', budget: { kind: 'thresholds', thresholds: merging.thresholds } };
    case 'fixed':
      return { method: 'tome', budget: { kind: 'rows', rows: merging.total, schedule: merging.schedule } };
    case 'exact':
      return { method: 'tome', budget: { kind: 'tokens', tokens: merging.tokens } };
  }
}

const documentSchema = z.looseObject({ merging: earlierSchema });

/** A saved document with `reduction` in the place of `merging`; anything else comes back as it is, for its own schema to judge. */
export function upgradeSaved(document: unknown): unknown {
  const earlier = documentSchema.safeParse(document);
  if (!earlier.success) return document;
  const { merging, ...others } = earlier.data;
  return { ...others, reduction: upgradeRequest(merging) };
}
