/** Which number format the decoder's linear layers compute in. What a device cannot do is refused with the reason, never replaced in silence. */
import type { Precision } from '../checkpoint/memory-needs.ts';
import { EngineError } from '../errors.ts';
import { whyNot } from './product-probe.ts';
import type { Device } from './session-factory.ts';

const precisions = ['fp32', 'fp16', 'int8', 'int4'] as const satisfies readonly Precision[];

/** That the CPU computes in: fp16 it refuses, below. */
export const processorPrecisions = ['fp32', 'int8', 'int4'] as const satisfies readonly Precision[];

/** Throws `bad-input` for a word that is no precision. */
export function parsePrecision(wanted: string): Precision | 'auto' {
  const known = ['auto', ...precisions] as const;
  const found = known.find((name) => name === wanted);
  if (found !== undefined) return found;
  throw new EngineError('bad-input', `There is no precision "${wanted}"`, {
    remedy: `choose auto, ${precisions.slice(0, -1).join(', ')} or int4`,
  });
}

/**
 * `auto` is fp32: the only one that gives the reference's logits. The CPU's int8 and int4 are part of the test-suite; every other device proves
 * itself first. Throws `unsupported` with what the device lacks.
 */
export async function choosePrecision(wanted: Precision | 'auto', device: Device): Promise<Precision> {
  if (wanted === 'auto' || wanted === 'fp32') return 'fp32';
  const reason =
    device.provider !== 'cpu'
      ? await whyNot(wanted, device.provider)
      : wanted === 'fp16'
        ? 'the processor multiplies no faster in it, so it would only cost accuracy and time'
        : undefined;
  if (reason === undefined) return wanted;
  throw new EngineError('unsupported', `${wanted} gains nothing on ${device.name}: ${reason}`, {
    remedy: { kind: 'other-precision' },
  });
}
