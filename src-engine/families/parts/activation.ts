/** Hugging Face's names of activation functions in ours. */
import { EngineError } from '../../errors.ts';
import { quote } from '../../files/words.ts';
import type { Activation } from '../spec.ts';

const activations: ReadonlyMap<string, Activation> = new Map([
  ['quick_gelu', 'quick_gelu'],
  ['gelu', 'gelu'],
  ['gelu_pytorch_tanh', 'gelu_tanh'],
  ['gelu_new', 'gelu_tanh'],
  ['silu', 'silu'],
  ['swish', 'silu'],
]);

/** Throws `unsupported`, naming the field. */
export function activation(file: string, field: string, name: string): Activation {
  const known = activations.get(name);
  if (known !== undefined) return known;
  const supported = [...activations.keys()].join(', ');
  throw new EngineError('unsupported', `${file}: ${field} ${quote(name)} is not supported`, {
    remedy: `supported: ${supported}`,
  });
}
