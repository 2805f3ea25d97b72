/** What views.ts found, as data that is kept and drawn. */
import { z } from 'zod';

export const viewsReportSchema = z.object({
  format: z.literal('dymu-views'),
  version: z.literal(1),
  machine: z.string(),
  threads: z.number(),
  kept: z.number(), // share of each view's tokens
  views: z.array(
    z.object({
      views: z.number(),
      idealShare: z.number(), // of the plain run's multiply-adds
      plainMs: z.array(z.number()), // the n-th was measured next to the n-th of mergedMs
      mergedMs: z.array(z.number()),
    }),
  ),
});
export type ViewsReport = z.infer<typeof viewsReportSchema>;
