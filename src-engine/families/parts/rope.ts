/** `rope_scaling` (transformers 4) or `rope_parameters` (transformers 5) -> rotary base and scaling. Computes no table. */
import type { TextPart } from './config-schema.ts';
import type { RopeConfig } from './config-text.ts';
import { quote } from '../../files/words.ts';
import { EngineError } from '../../errors.ts';
import type { RopeScaling, TextSpec } from '../spec.ts';

const supportedTypes = ['default', 'dynamic', 'linear', 'llama3'];

/** Reads a field that the scaling's type cannot do without. */
type Need = (
  key: 'factor' | 'low_freq_factor' | 'high_freq_factor' | 'original_max_position_embeddings',
) => number;

function llama3(need: Need, damaged: (fact: string) => EngineError): RopeScaling {
  const low = need('low_freq_factor');
  const high = need('high_freq_factor');
  if (high <= low) throw damaged(`high_freq_factor ${high} is not above low_freq_factor ${low}`);
  return {
    kind: 'llama3',
    factor: need('factor'),
    lowFrequencyFactor: low,
    highFrequencyFactor: high,
    originalPositions: need('original_max_position_embeddings'),
  };
}

/** @param field of text_config @returns undefined where positions are as they are; throws as `ropeSpec` does */
export function ropeScaling(file: string, field: string, rope: RopeConfig): RopeScaling | undefined {
  const damaged = (fact: string) =>
    new EngineError('bad-checkpoint', `${file}: text_config.${field}.${fact}`, {
      remedy: { kind: 'download-again', what: 'it' },
    });
  const need: Need = (key) => {
    const value = rope[key];
    if (value === undefined) throw damaged(`${key} is missing`);
    return value;
  };
  const type = rope.rope_type ?? rope.type ?? 'default';
  switch (type) {
    case 'default':
    // Stretches only sequences longer than max_position_embeddings, which are refused anyway.
    case 'dynamic':
      return undefined;
    case 'linear':
      return { kind: 'linear', factor: need('factor') };
    case 'llama3':
      return llama3(need, damaged);
    default: {
      const fact = `${file}: text_config.${field} of type ${quote(type)} is not supported`;
      throw new EngineError('unsupported', fact, { remedy: `supported: ${supportedTypes.join(', ')}` });
    }
  }
}

/** Throws `unsupported` for other ways of scaling, `bad-checkpoint` for one without its numbers. */
export function ropeSpec(file: string, { config }: TextPart): Pick<TextSpec, 'ropeTheta' | 'ropeScaling'> {
  const field = config.rope_parameters ? 'rope_parameters' : 'rope_scaling';
  const rope = config.rope_parameters ?? config.rope_scaling ?? {};
  const found = ropeScaling(file, field, rope);
  const ropeTheta = rope.rope_theta ?? config.rope_theta;
  return found === undefined ? { ropeTheta } : { ropeTheta, ropeScaling: found };
}
