/** The vision encoder one layer at a time, as threshold finding needs it. An interface: the ONNX Runtime one lives outside this folder. */
import type { Rows } from '../merging/merge-rows.ts';
import type { Matching, Prefix } from '../merging/soft-matching.ts';

export interface LayerwiseEncoder {
  /** Layers that find a threshold [L_x]: those up to the feature layer, since later ones are never run. */
  readonly layers: number;
  readonly prefix: Prefix;
  /** Patch embedding of one image, class token first where there is one. */
  begin(pixels: Float32Array): Promise<Rows>; // pixels [3, H, W]
  /** LayerNorm, attention with the sizes as bias, residual; and the matching of this layer's keys. */
  attend(layer: number, rows: Rows): Promise<{ readonly rows: Rows; readonly matching: Matching }>;
  /** LayerNorm, MLP, residual. */
  feed(layer: number, rows: Rows): Promise<Rows>;
}
