/** Sessions for a checkpoint's decoder in a precision: which weights they point into, and in which form products are written. */
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { Precision } from '../checkpoint/memory-needs.ts';
import { copyKinds } from '../checkpoint/quantised/copy-kinds.ts';
import { quantisedCopy } from '../checkpoint/quantised/quantised-copy.ts';
import type { CopyOptions } from '../checkpoint/quantised/quantised-copy.ts';
import { isDecoderLinear } from '../checkpoint/quantised-linears.ts';
import { copySessions } from './copy-sessions.ts';
import { whyNotIntegers } from './integer-probe.ts';
import { sessionFactory } from './session-factory.ts';
import type { Device, SessionFactory } from './session-factory.ts';

export interface DecoderSessions {
  readonly sessions: SessionFactory;
  /** What the user should know, e.g. that a damaged copy was made again. */
  readonly notes: readonly string[];
}

/** Makes the quantised copy where one is needed and missing. Throws what `quantisedCopy` throws. */
export async function decoderSessions(
  checkpoint: Pick<Checkpoint, 'weights' | 'directory'>,
  device: Device,
  precision: Precision,
  options: CopyOptions,
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
    case 'int8': {
      const reason = await whyNotIntegers(device.provider);
      const { decoder8, decoderColumns } = copyKinds;
      const copy = await quantisedCopy(
        checkpoint.weights,
        reason === undefined ? decoderColumns : decoder8,
        options,
      );
      const notes = copy.note === undefined ? [] : [copy.note];
      // On a GPU nobody expects the processor's products.
      if (reason !== undefined && device.provider === 'cpu') {
        notes.push(`This processor reads prompts in int8 no faster than in fp32: ${reason}.`);
      }
      return { sessions: copySessions(copy, device), notes };
    }
    case 'int4': {
      const copy = await quantisedCopy(checkpoint.weights, copyKinds.decoder4, options);
      return { sessions: copySessions(copy, device), notes: copy.note === undefined ? [] : [copy.note] };
    }
  }
}
