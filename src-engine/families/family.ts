/** The seam between model families and the rest: what a family file provides. No family's specifics. */
import type { JsonDocument } from '../files/published-json.ts';
import type { ImageProcessor } from './parts/processor.ts';
import type { ModelSpec, PreprocessSpec } from './spec.ts';

/** What config.json alone says. Tokens have ids here; their texts come from the tokenizer. */
export interface Architecture extends Omit<ModelSpec, 'name' | 'preprocess' | 'imageToken' | 'video'> {
  readonly videoTokenId?: number;
}

export interface Family {
  /** `model_type` of config.json. */
  readonly modelType: string;
  /** Throws `bad-checkpoint` or `unsupported`, naming the field. */
  architecture(config: JsonDocument): Architecture;
  /** How images become what this architecture takes. Throws like `architecture`. */
  preprocess(processor: ImageProcessor, architecture: Architecture): PreprocessSpec;
  /** The same of a video's frames, for families with video. */
  preprocessFrame?(processor: ImageProcessor, architecture: Architecture): PreprocessSpec;
}
