/** Which number format the weights compute in. fp32 alone for now; others are refused by name, not silently ignored. */
import { EngineError } from '../errors.ts';

const supported = ['auto', 'fp32'];

/** Throws `unsupported`. */
export function choosePrecision(wanted: string): string {
  if (supported.includes(wanted)) return 'fp32';
  throw new EngineError(
    'unsupported',
    `The precision "${wanted}" is not available; this version computes in fp32 (use --precision fp32 or auto).`,
  );
}
