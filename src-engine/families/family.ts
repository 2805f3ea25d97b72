/** The seam between model families and the rest: everything that is a fact about a family stands in one object. No family's specifics. */
import type { JsonDocument } from '../files/published-json.ts';
import type { TextModelType } from './parts/config-text.ts';
import type { ExpectedTensor, TensorNeeds } from './parts/expected-tensors.ts';
import type { ImageProcessor } from './parts/processor.ts';
import type { ModelSpec, PreprocessSpec } from './spec.ts';

/** What config.json alone says. Tokens have ids here; their texts come from the tokenizer. */
export interface Architecture extends Omit<ModelSpec, 'name' | 'preprocess' | 'imageToken' | 'video'> {
  readonly videoTokenId?: number;
  /** `square` of the VideoSpec. */
  readonly frameSquare?: number;
}

/** How a question is put where the checkpoint brings no chat template. */
export interface FamilyTemplate {
  readonly source: string; // Jinja
  /** The form in words, for families whose checkpoints usually carry a template of their own; said in the result's notes. */
  readonly inWords?: string;
}

/** How the tower's tokens become rows of the language model; connectors/ has one object for each. */
export type ConnectorName = 'per-token' | 'joined-squares';

/** How a picture is cut, beside the view of the whole. */
export interface Crops {
  readonly rows: number;
  readonly columns: number;
}

export interface Family {
  /** As results and sentences name it: 'llava-next'. */
  readonly name: string;
  /** `model_type`s of config.json. */
  readonly modelTypes: readonly string[];
  /** The decoder of a config that does not name it. */
  readonly usualDecoder: TextModelType;
  /** Throws `bad-checkpoint` or `unsupported`, naming the field. */
  architecture(config: JsonDocument): Architecture;
  /** How images become what this architecture takes. Throws like `architecture`. */
  preprocess(processor: ImageProcessor, architecture: Architecture): PreprocessSpec;
  /** The same of a video's frames, for families with video. */
  preprocessFrame?(processor: ImageProcessor, architecture: Architecture): PreprocessSpec;
  /** Of models that read videos elsewhere: what of that is not read here, in words behind 'but no video: '. */
  readonly noVideo?: string;
  /** Every tensor that runs, in the order in which it runs. */
  tensors(needs: TensorNeeds): readonly ExpectedTensor[];
  /** A tensor's name in a file -> the `stored` of its `ExpectedTensor`, whichever writer's prefixes it carries. */
  storedName(name: string): string;
  readonly connector: ConnectorName;
  /**
   * What stands in a prompt for one image, with `placeholder` once for every view; absent: the placeholder. `crops` is undefined where the
   * image is one view. `named` are the tokenizer's named tokens.
   */
  imageText?(crops: Crops | undefined, placeholder: string, named: ReadonlyMap<string, string>): string;
  /** The named token with which a template keeps an image's place, where that is not the placeholder; `imageText` then says what comes of it. */
  readonly imageMark?: string;
  /** Absent: a checkpoint without a chat template is refused. */
  readonly template?: FamilyTemplate;
}
