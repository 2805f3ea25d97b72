/** What makes two runs of a calibration the same: half-results and shares of any other run are refused. */

export interface RunKey {
  readonly encoder: string; // fingerprint
  readonly data: string; // fingerprint
  readonly batch: number;
  readonly totals: readonly number[]; // R of every target, tokens descending
}

/** In one order of properties: keys are compared as text. */
export function keyText({ encoder, data, batch, totals }: RunKey): string {
  return JSON.stringify({ encoder, data, batch, totals });
}
