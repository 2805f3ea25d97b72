/** Schemas of the engine's requests as they arrive from a window. Strict: an unknown field is refused, so nothing is dropped in silence. */
import { z } from 'zod';
import { dymu } from '../reduction/dymu/dymu.ts';
import { methodNames, reductionSchema } from '../reduction/methods.ts';
import { limits } from './limits.ts';
import { isHubName, listPath, modelPath, readPath, writePlace } from './path-roles.ts';

const path = readPath;

export const imageBackendSchema = z.enum(['torchvision', 'pil', 'pil-12']);

export const modelSourceSchema = z.strictObject({
  directory: modelPath,
  calibration: path.exactOptional(),
  shippedCalibration: z.literal(true).exactOptional(),
  imageBackend: imageBackendSchema.exactOptional(),
  tower: z.enum(['fp32', 'int8']).exactOptional(),
  precision: z.enum(['fp32', 'fp16', 'int8', 'int4']).exactOptional(),
});

export const openIdSchema = z.string().min(1).max(100);

export const readingSchema = z.strictObject({
  route: z.enum(['path', 'object']).exactOptional(),
  orientation: z.literal([1, 2, 3, 4, 5, 6, 7, 8]).exactOptional(),
  transparency: z.enum(['drop', 'white']).exactOptional(),
});
const reading = readingSchema.exactOptional();
const frame = z.int().nonnegative().max(limits.frame).exactOptional();

export const imageSourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('file'), path, reading, frame }),
  z.strictObject({
    kind: z.literal('bytes'),
    bytes: z
      .custom<Uint8Array>((bytes) => bytes instanceof Uint8Array)
      .refine((bytes) => bytes.byteLength <= limits.imageBytes, {
        error: `must have at most ${limits.imageBytes / 1_048_576} MB`,
      }),
    name: z.string().max(limits.pathLength),
    reading,
    frame,
  }),
  z.strictObject({ kind: z.literal('pixel-values'), path }),
]);

export const imageRefSchema = z.discriminatedUnion('kind', [
  ...imageSourceSchema.options,
  z.strictObject({ kind: z.literal('open'), id: openIdSchema }),
]);

const samplingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('greedy') }),
  z.strictObject({
    kind: z.literal('sample'),
    seed: z.int(),
    temperature: z.number().positive().max(100).exactOptional(),
    topK: z.int().nonnegative().max(limits.tokens).exactOptional(),
    topP: z.number().positive().max(1).exactOptional(),
    minP: z.number().nonnegative().max(1).exactOptional(),
  }),
]);

export const encodeRequestSchema = z.strictObject({
  image: imageRefSchema,
  reduction: reductionSchema,
  role: z.enum(['alone', 'several', 'frame']).exactOptional(),
  laterFrames: z.array(imageRefSchema).max(limits.imagesPerQuestion).exactOptional(),
  scores: z.boolean().exactOptional(),
  reuse: z.boolean().exactOptional(),
});

const pictures = z.array(imageRefSchema).max(limits.imagesPerQuestion);
const layout = z.enum(['faithful', 'flat']).exactOptional();

export const visualSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('images'), images: pictures, layout }),
  z.strictObject({ kind: z.literal('video'), frames: pictures, layout }),
]);

const turnSchema = z.strictObject({
  question: z.string().max(limits.questionLength),
  answer: z.string().max(limits.answerLength),
});

export const answerRequestSchema = z.strictObject({
  visual: visualSchema,
  earlier: z.array(turnSchema).max(limits.turns).exactOptional(),
  question: z.string().max(limits.questionLength),
  reduction: reductionSchema,
  virtualUnmerging: z.boolean(),
  maxNewTokens: z.int().positive().max(limits.tokens).exactOptional(),
  sampling: samplingSchema.exactOptional(),
  reuse: z.boolean().exactOptional(),
});

export const calibrateRequestSchema = z.strictObject({
  images: z.array(path).max(limits.calibrationImages),
  out: writePlace('calibration'),
  points: z.int().positive().max(1000).exactOptional(),
  resume: z.boolean().exactOptional(),
  heldBack: z.array(path).max(limits.calibrationImages).exactOptional(),
});

const questionFields = {
  data: listPath,
  set: z
    .enum(['jsonl', 'vqav2', 'gqa', 'textvqa', 'pope', 'mme', 'scienceqa', 'mmbench', 'docvqa'])
    .exactOptional(),
  split: z.string().min(1).max(100).exactOptional(),
};

export const questionsRequestSchema = z.strictObject(questionFields);

const scorerSchema = z.enum([
  'exact',
  'exact:gqa',
  'vqa',
  'vqa:vqav2',
  'vqa:textvqa',
  'contains',
  'anls',
  'anls:docvqa',
  'choice',
  'choice:scienceqa',
  'choice:mmbench',
  'yes-no',
  'yes-no:pope',
  'yes-no:mme',
]);

const shardSchema = z
  .strictObject({ index: z.int().positive(), count: z.int().positive().max(limits.evaluationImages) })
  .refine(({ index, count }) => index <= count, 'must have an index that is not above its count');

export const evaluateRequestSchema = z.strictObject({
  ...questionFields,
  modes: z.array(z.string().max(100)).max(limits.evaluationModes),
  scorer: scorerSchema.exactOptional(),
  instruction: z.string().min(1).max(limits.questionLength).exactOptional(),
  limit: z.int().positive().max(limits.evaluationImages).exactOptional(),
  shard: shardSchema.exactOptional(),
  maxNewTokens: z.int().positive().max(limits.tokens).exactOptional(),
  resume: z.boolean().exactOptional(),
  details: z.boolean().exactOptional(),
  kept: z.boolean().exactOptional(),
  record: z.boolean().exactOptional(),
});

const source = listPath;
const countedMethod = z.enum(['dymu', 'rows']).exactOptional();
const reductions = z.array(reductionSchema).max(limits.reductions).exactOptional();

export const collectRequestSchema = z.strictObject({
  source,
  /** Names in the source, no paths of their own. */
  only: z.array(z.string().min(1).max(limits.pathLength)).max(limits.collectionImages).exactOptional(),
  points: z.int().nonnegative().max(1000).exactOptional(),
  method: countedMethod,
  reductions,
  checks: z.int().nonnegative().max(limits.collectionImages).exactOptional(),
});

/** Every method but that of all tokens, which is asked in any case. */
const sweepMethodSchema = z.enum(methodNames.filter((name) => name !== 'none'));

export const sweepRequestSchema = z.strictObject({
  image: imageRefSchema,
  laterFrames: z
    .array(imageRefSchema)
    .max(limits.imagesPerQuestion - 1)
    .exactOptional(),
  question: z.string().min(1).max(limits.questionLength),
  budgets: z
    .array(z.strictObject({ words: z.string().min(1).max(100), request: dymu.schema }))
    .min(1)
    .max(limits.sweepBudgets),
  methods: z.array(sweepMethodSchema).min(1).max(sweepMethodSchema.options.length),
  virtualUnmerging: z.boolean().exactOptional(),
  maxNewTokens: z.int().positive().max(limits.tokens).exactOptional(),
  shard: shardSchema.exactOptional(),
});

export const hubRequestSchema = z.strictObject({
  model: z.string().min(1).max(500),
  revision: z.string().min(1).max(200).exactOptional(),
});

export const removeHubModelSchema = z.strictObject({
  name: z.string().refine(isHubName, 'must be org/name'),
  others: z.boolean().exactOptional(),
});

const downloadRequestSchema = z.strictObject({
  name: z.string().refine(isHubName, 'must be org/name'),
  revision: z
    .string()
    .max(200)
    .regex(/^(?!.*(?:\.\.|\/\/|\/$|\.lock$))\w[\w./-]*$/u, 'must be a branch, a tag or a commit'),
  commit: z.string().regex(/^[0-9a-f]{40}$/u, 'must be a commit'),
  to: writePlace('model').exactOptional(),
  repair: z.boolean().exactOptional(),
});

export const jobRequestSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('collect'), model: modelSourceSchema, collect: collectRequestSchema }),
  z.strictObject({
    kind: z.literal('calibrate'),
    model: modelSourceSchema,
    calibrate: calibrateRequestSchema,
  }),
  z.strictObject({ kind: z.literal('evaluate'), model: modelSourceSchema, evaluate: evaluateRequestSchema }),
  z.strictObject({ kind: z.literal('sweep'), model: modelSourceSchema, sweep: sweepRequestSchema }),
  z.strictObject({ kind: z.literal('download'), model: modelSourceSchema, download: downloadRequestSchema }),
]);

/** Who is asked to look is the engine, which says what is wrong with an address. */
export const queueRequestSchema = z.strictObject({ address: z.string().max(2000) });

export const collectByWorkersSchema = queueRequestSchema.extend({ collect: collectRequestSchema });

export const cancelQueueRunSchema = queueRequestSchema.extend({ run: z.string().max(100) });

export const jobIdSchema = z.int().positive();

export const jobChangeSchema = z.strictObject({
  id: jobIdSchema,
  change: z.enum(['pause', 'resume', 'cancel', 'forget', 'first']),
});

export const collectionRequestSchema = z.strictObject({
  source,
  method: countedMethod,
  reductions,
  contents: z.boolean().exactOptional(),
  after: z.string().max(1000).exactOptional(),
  follow: z.boolean().exactOptional(),
  rescan: z.boolean().exactOptional(),
});

export const precisionCheckRequestSchema = z.strictObject({
  questions: z
    .array(z.strictObject({ image: imageRefSchema, question: z.string().max(limits.questionLength) }))
    .max(limits.checkQuestions),
  maxNewTokens: z.int().positive().max(limits.tokens).exactOptional(),
});

export const shapeNameSchema = z.enum([
  'clip-l-336',
  'siglip-so400m-384',
  'llava-1.5-7b',
  'llava-next-7b',
  'llava-ov-0.5b',
  'embedded',
]);

export const benchRequestSchema = z.strictObject({
  subject: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('shape'), shape: shapeNameSchema }),
    z.strictObject({ kind: z.literal('model'), directory: modelPath }),
  ]),
  budgets: z.array(z.number().positive().max(1)).min(1).max(limits.benchBudgets).exactOptional(),
  rounds: z.int().positive().max(limits.benchRounds).exactOptional(),
  stages: z
    .array(z.enum(['encode', 'language']))
    .max(2)
    .exactOptional(),
  towerPrecision: z.enum(['fp32', 'int8']).exactOptional(),
  precision: z.enum(['fp32', 'fp16', 'int8', 'int4']).exactOptional(),
  languageLayers: z.union([z.int().positive().max(1000), z.literal('fit')]).exactOptional(),
  image: imageRefSchema.exactOptional(),
});

export const previewRequestSchema = z.strictObject({
  image: imageRefSchema,
  maxSide: z.int().positive().max(limits.previewSide),
});

export const directorySchema = modelPath;
