/** Identifies a decoder's weights wherever they lie, so that a quantised copy is used only with the weights it was made from. */
import type { Weights } from '../checkpoint.ts';
import { weightsFingerprint } from '../weights-fingerprint.ts';

/** SHA-256 (hex) of the tensors `text.*`; the vision tower does not matter. Throws `bad-checkpoint`. */
export function decoderFingerprint(weights: Weights): Promise<string> {
  return weightsFingerprint(weights, 'text.');
}
