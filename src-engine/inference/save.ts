/** Writes what parity tests and researchers compare: pixel values, features, owner maps and logits, as safetensors. */
import { writeSafetensors } from '../files/safetensors-write.ts';
import type { TensorToWrite } from '../files/safetensors-write.ts';
import type { EncoderSpec, VisionSpec } from '../families/spec.ts';
import { featureWidth, imageRowWidth } from '../graph/widths.ts';
import type { PreparedImage } from '../vision/prepare.ts';
import type { EncodedImage } from './encode.ts';

/**
 * pixel_values [1, views, 3, H, W], which can be given back as a picture, of frames that are one view [1, frames, 3, H, W]; features [n, D], of methods that act on rows [N0, D], projected [rows, D_text], owner [L_x, N0], size [n],
 * with several views `features.0` and so on.
 */
export async function writeFeatures(
  path: string,
  { vision, text }: EncoderSpec,
  image: EncodedImage,
  prepared: PreparedImage,
): Promise<void> {
  const tensors: Record<string, TensorToWrite> = { pixel_values: pixelValues(prepared, vision) };
  image.views.forEach((view, index) => {
    const suffix = image.views.length === 1 ? '' : `.${String(index)}`;
    const put = (name: string, tensor: TensorToWrite): void => {
      tensors[`${name}${suffix}`] = tensor;
    };
    const { projected, rows } = image.connected[index] ?? { projected: new Float32Array(0), rows: 0 };
    const width = featureWidth(vision);
    put('features', { dtype: 'F32', shape: [view.features.length / width, width], data: view.features });
    if (text !== undefined)
      put('projected', { dtype: 'F32', shape: [rows, imageRowWidth(text)], data: projected });
    const patches = view.grid.rows * view.grid.columns;
    put('owner', { dtype: 'I32', shape: [vision.executedLayers, patches], data: view.owner });
    put('size', { dtype: 'F32', shape: [view.tokens], data: view.size });
  });
  await writeSafetensors(path, tensors);
}

function pixelValues({ views }: PreparedImage, { imageSize, patchSize }: VisionSpec): TensorToWrite {
  const grid = views[0]?.grid; // where pictures keep their shape they are one view
  const height = grid === undefined ? imageSize : grid.rows * patchSize;
  const width = grid === undefined ? imageSize : grid.columns * patchSize;
  const pictures = views.reduce((sum, { pixels }) => sum + pixels.length, 0) / (3 * height * width);
  const data = new Float32Array(pictures * 3 * height * width);
  views.forEach(({ pixels }, index) => {
    data.set(pixels, index * pixels.length);
  });
  return { dtype: 'F32', shape: [1, pictures, 3, height, width], data };
}

/** logits [V] of the first generated position. */
export async function writeLogits(path: string, logits: Float32Array): Promise<void> {
  await writeSafetensors(path, { logits: { dtype: 'F32', shape: [logits.length], data: logits } });
}
