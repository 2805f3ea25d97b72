/** Whether a model and one question about a picture fit this machine's memory. Arithmetic on shapes, not a measurement. */
import type { Precision, WeightForms } from '../checkpoint/memory-needs.ts';
import type { MemoryNeeds } from '../engine.ts';
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

/** The caches of earlier prompts that wait for another question (kept-prompts.ts). */
function keptBytes(spec: Shapes, size: PictureSize, total: number): number {
  if (spec.text.prefixAttention === true) return 0;
  return Math.min(mostPrompts * cacheBytes(spec, size), keptShare * total);
}
