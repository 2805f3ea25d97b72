/** Sessions for a checkpoint's decoder in a precision: which weights they point into, and in which form products are written. */
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { isDecoderLinear } from '../checkpoint/decoder-linears.ts';
import type { Precision } from '../checkpoint/memory-needs.ts';
import { quantisedDecoder } from '../checkpoint/quantised/quantised-decoder.ts';
import type { QuantisedDecoderOptions } from '../checkpoint/quantised/quantised-decoder.ts';
import { sessionFactory } from './session-factory.ts';
import type { Device, SessionFactory } from './session-factory.ts';

export interface DecoderSessions {
  readonly sessions: SessionFactory;
  /** What the user should know, e.g. that a damaged copy was made again. */
  readonly notes: readonly string[];
}

/** Makes the quantised copy where one is needed and missing. Throws what `quantisedDecoder` throws. */
export async function decoderSessions(
  checkpoint: Checkpoint,
  device: Device,
  precision: Precision,
  options: Omit<QuantisedDecoderOptions, 'bits'>,
): Promise<DecoderSessions> {
  switch (precision) {
    case 'fp32':
      return { sessions: sessionFactory(checkpoint, device), notes: [] };
    case 'fp16': {
      const { weights } = checkpoint;
      const sessions = sessionFactory(checkpoint, device, (name) => ({
        kind: isDecoderLinear(name, weights.get(name).shape) ? 'half' : 'dense',
      }));
      return { sessions, notes: [] };
    }
    case 'int8':
    case 'int4': {
      const bits = precision === 'int8' ? 8 : 4;
      const decoder = await quantisedDecoder(checkpoint.weights, { ...options, bits });
      const source = { weights: decoder.weights, directory: decoder.file };
      const sessions = sessionFactory(source, device, (name) => {
        const matrix = decoder.matrix(name);
        return matrix === undefined ? { kind: 'dense' } : { kind: 'blocks', matrix };
      });
      return { sessions, notes: decoder.note === undefined ? [] : [decoder.note] };
    }
  }
}
