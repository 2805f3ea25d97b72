/** Whether a model and one question about a picture fit this machine's memory. Arithmetic on shapes, not a measurement. */
import type { Precision, WeightForms } from '../checkpoint/memory-needs.ts';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { MemoryNeeds, TowerPrecision } from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { ExpectedTensor } from '../families/parts/expected-tensors.ts';
import type { MemoryRoom } from '../runtime/memory.ts';
import { keptShare, mostPrompts } from './kept-prompts.ts';
import { cacheBytes, memoryParts } from './memory-parts.ts';
import type { PictureSize, Shapes } from './memory-parts.ts';

export function memoryFit(
  spec: Shapes,
  tensors: readonly ExpectedTensor[],
  precision: Precision,
  { available, total }: MemoryRoom,
  forms: WeightForms = {},
): MemoryNeeds {
  const needs = (size: PictureSize): number =>
    Math.ceil(
      Object.values(memoryParts(spec, tensors, precision, size, forms)).reduce(
        (sum, part) => sum + part,
        keptBytes(spec, size, total),
      ),
    );
  const needed = needs('usual');
  const fits = needed <= available ? 'yes' : needed <= total ? 'tight' : 'no';
  return { precision, needed, largest: needs('largest'), available, total, fits };
}

/**
 * Throws `out-of-memory` for a model that one question about an ordinary picture would not fit with: without this the system ends the process
 * in the midst of loading. What is tight is tried. The encoder alone needs little, so this is for who loads the language model.
 */
export function refuseTooLarge(
  { spec, family }: Pick<Checkpoint, 'spec' | 'family'>,
  precision: Precision,
  tower: TowerPrecision,
  room: MemoryRoom,
): void {
  const { fits, needed, total } = memoryFit(spec, family.tensors(spec), precision, room, {
    int8Tower: tower === 'int8',
  });
  if (fits !== 'no') return;
  throw new EngineError(
    'out-of-memory',
    `To answer in ${precision}, ${spec.name} needs about ${gigabytes(needed)} of memory, and ${room.limited === true ? 'the limit for this program is' : 'this computer has'} ${gigabytes(total)}`,
    {
      remedy: {
        kind: 'either',
        remedies: [
          { kind: 'other-precision' },
          { kind: 'advice', words: 'take a smaller model' },
          ...(room.limited === true ? [{ kind: 'advice', words: 'raise the limit' } as const] : []),
        ],
      },
    },
  );
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

/** The caches of earlier prompts that wait for another question (kept-prompts.ts). */
function keptBytes(spec: Shapes, size: PictureSize, total: number): number {
  if (spec.text === undefined || spec.text.prefixAttention === 'prompt') return 0;
  return Math.min(mostPrompts * cacheBytes(spec, size), keptShare * total);
}
