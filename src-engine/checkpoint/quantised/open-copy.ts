/** Looks at a file that claims to be a quantised copy of a part of a model, and refuses every other. It writes nothing. */
import { realpath } from 'node:fs/promises';
import { EngineError } from '../../errors.ts';
import { exists } from '../../files/bounded-file.ts';
import { readSafetensorsHeader, type StoredTensor } from '../../files/safetensors.ts';
import type { CopyKind } from './copy-kinds.ts';
import { copyMetadata, declaredTensors, type Part } from './layout.ts';

export type CopyState =
  | { readonly kind: 'good'; readonly tensors: ReadonlyMap<string, StoredTensor> }
  | { readonly kind: 'absent' }
  /** `fact` ends the sentence "The quantised copy …". */
  | { readonly kind: 'unusable'; readonly fact: string };

/** Good is only what has exactly the tensors, form, version and fingerprint that are wanted. */
export async function lookAtCopy(
  path: string,
  parts: readonly Part[],
  wanted: { readonly kind: CopyKind; readonly fingerprint: string },
): Promise<CopyState> {
  if (!(await exists(path))) return { kind: 'absent' };
  try {
    const file = await realpath(path);
    const { tensors, metadata } = await readSafetensorsHeader(file);
    const facts = Object.entries(copyMetadata(wanted.kind, wanted.fingerprint));
    const other = facts.find(([key, value]) => metadata.get(key) !== value);
    if (other !== undefined) return { kind: 'unusable', fact: `was made otherwise (another ${other[0]})` };
    const declared = declaredTensors(parts);
    const fits = declared.every(({ name, dtype, shape }) => {
      const tensor = tensors.get(name);
      return tensor?.dtype === dtype && tensor.shape.join() === shape.join();
    });
    return fits && tensors.size === declared.length
      ? { kind: 'good', tensors }
      : { kind: 'unusable', fact: 'does not hold the tensors of this model' };
  } catch (cause) {
    if (cause instanceof EngineError) return { kind: 'unusable', fact: 'was damaged' };
    throw cause;
  }
}
