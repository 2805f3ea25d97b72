/** ToMe: every image keeps the same number of tokens (Bolya et al., Token Merging, arXiv 2210.09461). The baseline of the paper. */
import { z } from 'zod';
import { EngineError } from '../../errors.ts';
import { exactCounts, fewestTokens, scheduleRows, schedules } from '../../merging/schedules.ts';
import type { Schedule } from '../../merging/schedules.ts';
import { countOf, countSchema, mostTokens, parseCount } from '../budget.ts';
import type { CountBudget } from '../budget.ts';
import { countWords, typedCount } from '../count-words.ts';
import { flagRefusal, wholeNumber } from '../flags.ts';
import type { Encoder } from '../plan.ts';
import type { Reduction } from '../reduction.ts';

const rowsSchema = z
  .strictObject({
    kind: z.literal('rows'),
    rows: z.int().nonnegative().max(mostTokens), // over all layers of the checkpoint, of which the first L_x act
    schedule: z.enum(schedules),
  })
  .readonly();

export const tomeSchema = z
  .strictObject({
    method: z.literal('tome'),
    budget: z.discriminatedUnion('kind', [countSchema, rowsSchema]),
  })
  .readonly();
export type TomeRequest = z.infer<typeof tomeSchema>;

export const tome: Reduction<TomeRequest> = {
  label: 'ToMe',
  choice: 'Exact',
  counts: 'tokens',
  inEncoder: true,
  tokens: 'Merged tokens',
  what: 'Every image gets exactly this many tokens',
  help: 'Exact (ToMe) merges the most similar pairs in every layer until every image has the same number.',
  schema: tomeSchema,
  control: 'count',
  places: '',
  ofTokens: (tokens) => exactly({ kind: 'tokens', tokens }),
  ofShare: (share) => exactly({ kind: 'share', share }),
  words({ budget }) {
    switch (budget.kind) {
      case 'rows':
        return `ToMe, ${budget.rows} rows merged, ${budget.schedule} schedule`;
      case 'tokens':
      case 'share':
        return `ToMe, ${countWords(budget)}`;
    }
  },
  flags: ['fixed', 'tokens', 'budget'],
  fromFlags(flags) {
    const { fixed, schedule = 'constant' } = flags;
    if (fixed === undefined) return exactly(typedCount('tome', flags));
    const rows = wholeNumber('--fixed', fixed, 0, mostTokens);
    const known = z.enum(schedules).safeParse(schedule);
    if (!known.success) throw flagRefusal('--schedule takes constant, linear or reverse-linear.');
    return { method: 'tome', budget: { kind: 'rows', rows, schedule: known.data } };
  },
  mode: { name: 'tome', forms: ['tome:P'] },
  fromMode(amount) {
    const budget = amount === undefined ? undefined : parseCount(amount);
    return budget && exactly(budget);
  },
  needsCalibration: () => false,
  plan({ budget }, encoder) {
    const rows =
      budget.kind === 'rows'
        ? scheduledRows(budget.rows, budget.schedule, encoder)
        : exactRows(countOf(budget, encoder.patches), encoder);
    return {
      kind: 'merge',
      rule: { by: 'count', rows: rows.slice(0, encoder.executedLayers) },
      budget: null,
    };
  },
};

function exactly(budget: CountBudget): TomeRequest {
  return { method: 'tome', budget };
}

/** A schedule spreads its rows over layers that are not executed too, so a total may exceed the patches; twice as many never mean anything. */
function scheduledRows(total: number, schedule: Schedule, { patches, layers }: Encoder): number[] {
  const most = 2 * patches - 1;
  if (Number.isInteger(total) && total >= 0 && total <= most) return scheduleRows(schedule, total, layers);
  throw new EngineError('bad-input', `${total} is not a number of tokens to merge`, {
    remedy: `give a whole number from 0 to ${most}`,
  });
}

function exactRows(tokens: number, { patches, executedLayers }: Encoder): number[] {
  const rows = exactCounts(tokens, patches, executedLayers);
  if (rows !== undefined) return rows;
  throw new EngineError('bad-input', `Exactly ${tokens} tokens cannot be reached`, {
    remedy: `this encoder can keep ${fewestTokens(patches, executedLayers)} to ${patches} of its ${patches} tokens`,
  });
}
