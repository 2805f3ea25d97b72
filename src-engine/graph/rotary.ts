/** Cosine and sine tables of rotary position embedding, stretched where a model says so. Nothing is read or run. */
import type { RopeScaling } from '../families/spec.ts';

const f = Math.fround; // the reference computes in float32; at large positions the rounding is visible

/** Long wavelengths turn `factor` times slower, short ones as before, those between by degrees (Llama 3.1). */
function llama3Frequency(frequency: number, scaling: Extract<RopeScaling, { kind: 'llama3' }>): number {
  const { factor, lowFrequencyFactor, highFrequencyFactor, originalPositions } = scaling;
  const wavelength = f(f(2 * Math.PI) / frequency);
  if (wavelength > originalPositions / lowFrequencyFactor) return f(frequency / factor);
  if (wavelength < originalPositions / highFrequencyFactor) return frequency;
  const turns = f(originalPositions / wavelength);
  const smooth = f(f(turns - lowFrequencyFactor) / (highFrequencyFactor - lowFrequencyFactor));
  return f(f(f(f(1 - smooth) * frequency) / factor) + f(smooth * frequency));
}

function scaled(frequency: number, scaling: RopeScaling | undefined): number {
  if (scaling === undefined) return frequency;
  return scaling.kind === 'linear' ? f(frequency / scaling.factor) : llama3Frequency(frequency, scaling);
}

/** Radians per position of every pair, float32 [headDim / 2]. */
export function rotaryFrequencies(headDim: number, theta: number, scaling?: RopeScaling): Float32Array {
  return Float32Array.from({ length: headDim / 2 }, (_, pair) =>
    scaled(f(1 / f(theta ** ((2 * pair) / headDim))), scaling),
  );
}

/**
 * @returns cos and sin, row-major [positions, headDim / 2], computed in float64 and stored in float32
 */
export function rotaryTables(
  positions: number,
  headDim: number,
  theta: number,
  scaling?: RopeScaling,
): { readonly cos: Float32Array; readonly sin: Float32Array } {
  const half = headDim / 2;
  const cos = new Float32Array(positions * half);
  const sin = new Float32Array(positions * half);
  for (const [pair, frequency] of rotaryFrequencies(headDim, theta, scaling).entries()) {
    for (let position = 0; position < positions; position += 1) {
      const angle = f(position * frequency);
      cos[position * half + pair] = Math.cos(angle);
      sin[position * half + pair] = Math.sin(angle);
    }
  }
  return { cos, sin };
}
