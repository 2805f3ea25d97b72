/** How often an encoder's weights are in memory: once where one session serves every kind of run, else once for each kind in use. */
import type { VisionSpec } from '../families/spec.ts';
import type { ExecutionProvider } from '../runtime/onnx.ts';

/** fp32 bytes of the matrices in the blocks that run; the rest is small beside them. */
export function encoderBytes({ executedLayers, width, mlpWidth }: EncoderShape): number {
  return executedLayers * (4 * width * width + 2 * width * mlpWidth) * 4;
}

type EncoderShape = Pick<VisionSpec, 'executedLayers' | 'width' | 'mlpWidth'>;

/** Below this a second copy costs little, and the ways between kinds of run would show in the baseline's time (docs/decisions/0017). */
const worthSharing = 256 * 2 ** 20; // bytes

/** On the CPU alone: elsewhere the branches of one graph are not placed where its weights are. */
export function sharesSessions(vision: EncoderShape, provider: ExecutionProvider): boolean {
  return provider === 'cpu' && encoderBytes(vision) >= worthSharing;
}
