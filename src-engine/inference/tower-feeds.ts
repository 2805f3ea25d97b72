/** What an encoder's sessions are fed, and what they give. */
import type { HostTensor } from '../runtime/onnx.ts';

export type TowerOutputs = Readonly<Record<string, HostTensor>>;

export interface MergedRun {
  readonly outputs: TowerOutputs; // of `mergedVisionGraph`
  /** It went on from an earlier run over the same pixels, so that its time is not that of the encoder. */
  readonly resumed: boolean;
}

export interface PixelFeeds {
  readonly pixel_values: HostTensor<Float32Array>; // [1, 3, H, W]
}

export interface MergeFeeds {
  readonly thresholds: HostTensor<Float32Array>; // [L_x]
  readonly limits: HostTensor<Int32Array>; // [L_x]
}

export interface SteerFeeds {
  readonly patch_thresholds: HostTensor<Float32Array>; // [L_x, N0]
  readonly limits: HostTensor<Int32Array>; // [L_x]
}
