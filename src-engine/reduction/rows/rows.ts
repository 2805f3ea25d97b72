/** Rows, ours: rows of the language model whose cosine lies above a threshold merge, and stand at all places of the cells that they hold. */
import { z } from 'zod';
import { EngineError } from '../../errors.ts';
import { averageOf, averageSchema, parseAmount } from '../budget.ts';
import type { Budget } from '../budget.ts';
import { flagRefusal } from '../flags.ts';
import type { RowsPlan } from '../plan.ts';
import type { Reduction } from '../reduction.ts';

const thresholdSchema = z
  .strictObject({ kind: z.literal('threshold'), threshold: z.number().min(0).max(1) })
  .readonly();

export const rowsSchema = z
  .strictObject({
    method: z.literal('rows'),
    budget: z.discriminatedUnion('kind', [averageSchema, thresholdSchema]),
  })
  .readonly();
export type RowsRequest = z.infer<typeof rowsSchema>;

const merged = (budget: Budget): RowsRequest => ({ method: 'rows', budget });

export const rows: Reduction<RowsRequest> = {
  label: 'Rows (ours)',
  choice: 'Rows (ours)',
  counts: 'rows',
  only: 'cells',
  tokens: 'Merged rows',
  what: 'Rows of the language model merge where they are alike: ours, not the paper’s',
  help: 'Rows (ours) leaves the encoder as it is. Squares of patches become rows, and rows that are alike merge before the language model reads them, so a plain image ends with fewer rows than a busy one.',
  schema: rowsSchema,
  control: 'average',
  places: '',
  ofTokens: (tokens) => merged({ kind: 'tokens', tokens }),
  ofShare: (share) => merged({ kind: 'share', share }),
  words({ budget }, target) {
    if (budget.kind === 'threshold') return `rows, ours, threshold ${budget.threshold}`;
    return `rows, ours, target average ${target === null ? 'unknown' : Math.round(target)}`;
  },
  flags: ['budget', 'preset', 'rowThreshold'],
  fromFlags({ budget, preset = 'mid', rowThreshold }) {
    if (rowThreshold !== undefined) return byThreshold(rowThreshold);
    const amount = parseAmount(budget ?? preset);
    if (amount === undefined)
      throw flagRefusal(
        `--method rows takes an average number of rows (20), a share (35%) or a preset (low, mid, high), and "${budget ?? preset}" is none of them.`,
      );
    return merged(amount);
  },
  mode: { name: 'rows', forms: ['rows:high', 'rows:mid', 'rows:low', 'rows:P'] },
  fromMode(amount) {
    const budget = amount === undefined ? undefined : parseAmount(amount);
    return budget && merged(budget);
  },
  needsCalibration: ({ budget }) => budget.kind !== 'threshold',
  plan({ budget }, { patches, cells = patches, rowCurve }): RowsPlan {
    if (budget.kind === 'threshold') return { kind: 'rows', threshold: budget.threshold, budget: null };
    if (rowCurve === undefined) {
      throw new EngineError(
        'bad-calibration',
        'This model has no calibration of its rows, so a budget of rows means nothing to it yet',
        { remedy: { kind: 'calibrate' } },
      );
    }
    const asked = averageOf(budget, cells, rowCurve.presets, 'rows');
    const { threshold, target } = rowCurve.thresholdFor(asked);
    return { kind: 'rows', threshold, budget: { asked, used: target, reach: rowCurve.reach } };
  },
};

function byThreshold(text: string): RowsRequest {
  const threshold = /^\d*\.?\d+$/u.test(text) ? Number(text) : Number.NaN;
  if (threshold >= 0 && threshold <= 1) return { method: 'rows', budget: { kind: 'threshold', threshold } };
  throw flagRefusal(`--row-threshold takes a cosine from 0 to 1, such as 0.9, and "${text}" is not one.`);
}
