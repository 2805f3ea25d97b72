/** The file of thresholds, as text: `{"thresholds":[0.9, ...]}`, with what the window knows of them beside. Pure. */
import { z } from 'zod';

export const mostThresholdBytes = 16 * 1_048_576;

/** zod's numbers are finite: a 1e999 in the file is refused. Further fields are let be. */
export const thresholdsFileSchema = z.looseObject({
  thresholds: z.array(z.number()).min(1).max(1000), // one per executed layer, or per layer
});

/** What the window writes beside the numbers, and believes where it is there. */
export const namedThresholdsSchema = thresholdsFileSchema.extend({
  name: z.string().min(1).max(100).exactOptional(),
  /** Fingerprint of the encoder that they were made for. */
  encoder: z.string().min(1).max(1000).exactOptional(),
});
export type NamedThresholds = z.infer<typeof namedThresholdsSchema>;

export function thresholdsFile(
  thresholds: readonly number[],
  about: { readonly name?: string; readonly encoder: string; readonly model: string },
): string {
  return `${JSON.stringify({ ...about, thresholds }, null, 1)}\n`;
}
