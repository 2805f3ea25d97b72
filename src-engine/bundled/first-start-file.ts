/** The file of the recorded first start: its schema, reading into typed arrays, writing. Knows no folder and runs no model. */
import { z } from 'zod';
import type { AnswerTimings, EncodedView, Encoding, ReductionRequest } from '../engine.ts';
import { checked, json } from '../files/document.ts';
import type { Subject } from '../files/refusal.ts';
import { ownerAfter } from '../merging/owner-map.ts';
import { upgradeSaved } from '../reduction/earlier-requests.ts';
import { reductionSchema } from '../reduction/methods.ts';

/** An encoding without what only the machine that made it can say: no times, no device. */
export type RecordedEncoding = Pick<
  Encoding,
  'model' | 'family' | 'views' | 'tokens' | 'fullTokens' | 'target' | 'source'
>;

/** Costs of another computer: to be shown beside its name, never to be compared with anything measured here. */
export interface RecordedCost extends Omit<AnswerTimings, 'imageDecodeMs' | 'prepareMs'> {
  readonly peakMemoryBytes: number;
}

export interface RecordedAnswer {
  readonly text: string;
  readonly visualTokens: number;
  readonly fullVisualTokens: number;
  readonly cost: RecordedCost;
}

export interface RecordedMachine {
  readonly kind: 'recorded';
  readonly processor: string;
  readonly device: string;
  readonly precision: string;
  readonly date: string; // 2026-11-25
}

export interface Recording {
  readonly version: 1;
  readonly machine: RecordedMachine;
  /** SHA-256 (hex) of every file that it was made from, by path in the assets. */
  readonly contents: Readonly<Record<string, string>>;
  readonly picture: string; // path in the assets
  readonly calibration: string; // path in the assets
  readonly question: string;
  readonly reduction: ReductionRequest;
  readonly virtualUnmerging: boolean;
  readonly encoding: RecordedEncoding;
  readonly answers: { readonly full: RecordedAnswer; readonly merged: RecordedAnswer };
}

export const firstStartFileName = 'first-start.json';

/** There is one remedy for whatever is wrong with it. */
export const recordingSubject: Subject = {
  file: firstStartFileName,
  code: 'bad-input',
  remedy: 'record it again with: npm run record:first-start',
};

const count = z.int().positive();
const index = z.int().nonnegative();
const milliseconds = z.number().nonnegative();
const assetPath = z.string().regex(/^[a-z]+\/\w[\w-]*(\.[\w-]+)+$/, 'must be folder/name.extension');

const writtenView = z.strictObject({
  grid: z.tuple([count.max(128), count.max(128)]),
  region: z.strictObject({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  tokens: count,
  countsPerLayer: z.array(count).min(1).max(128), // [L]
  thresholds: z.array(z.number()), // [L]
  owner: z.array(z.array(index)), // [L][N0]
  size: z.array(count), // [n]
});

type WrittenView = z.infer<typeof writtenView>;

function ownersFit({ grid: [rows, columns], countsPerLayer, owner }: WrittenView): boolean {
  return (
    owner.length === countsPerLayer.length &&
    owner.every((layer, i) => {
      const tokens = countsPerLayer[i] ?? 0;
      return layer.length === rows * columns && layer.every((token) => token < tokens);
    })
  );
}

function sizesFit({ grid: [rows, columns], countsPerLayer, tokens, size }: WrittenView): boolean {
  const patches = size.reduce((sum, one) => sum + one, 0);
  return tokens === countsPerLayer.at(-1) && tokens === size.length && patches === rows * columns;
}

const viewSchema = writtenView
  .refine(ownersFit, 'must name a token for every patch after every layer')
  .refine(sizesFit, 'must have as many sizes as tokens, over all patches together')
  .transform(({ owner, size, ...view }): EncodedView => ({
    ...view,
    owner: Int32Array.from(owner.flat()),
    size: Float32Array.from(size),
  }));

const answerSchema = z.strictObject({
  text: z.string().min(1).max(2000),
  visualTokens: count,
  fullVisualTokens: count,
  cost: z.strictObject({
    preprocessMs: milliseconds,
    encodeMs: milliseconds,
    projectMs: milliseconds,
    prefillMs: milliseconds,
    firstTokenMs: milliseconds,
    decodeMs: milliseconds,
    tokensPerSecond: z.number().nonnegative(),
    peakMemoryBytes: count,
  }),
});

const recordingSchema = z
  .strictObject({
    version: z.literal(1),
    machine: z.strictObject({
      kind: z.literal('recorded'),
      processor: z.string().min(1).max(200),
      device: z.string().min(1),
      precision: z.string().min(1),
      date: z.iso.date(),
    }),
    contents: z.record(assetPath, z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256')),
    picture: assetPath,
    calibration: assetPath,
    question: z.string().min(1),
    reduction: reductionSchema,
    virtualUnmerging: z.boolean(),
    encoding: z.strictObject({
      model: z.string().min(1),
      family: z.string().min(1),
      views: z.array(viewSchema).min(1).max(16),
      tokens: count,
      fullTokens: count,
      target: z.number().positive().nullable(),
      source: z.strictObject({ width: count, height: count }),
    }),
    answers: z.strictObject({ full: answerSchema, merged: answerSchema }),
  })
  .refine(answersFit, 'must have answers that read the tokens of the encoding');

function answersFit({ encoding, answers: { full, merged } }: Omit<Recording, 'contents'>): boolean {
  const { tokens, fullTokens } = encoding;
  return (
    merged.visualTokens === tokens &&
    full.visualTokens === fullTokens &&
    merged.fullVisualTokens === fullTokens &&
    full.fullVisualTokens === fullTokens
  );
}

/** Throws `bad-input`. Whether the recording belongs to what is installed is not asked here. */
export function parseRecording(text: string): Recording {
  return checked(recordingSchema, upgradeSaved(json(text, recordingSubject)), recordingSubject);
}

/** The text of the file: lists of numbers on one line each, so that a change can be read. */
export function formatRecording({ encoding, ...recording }: Recording): string {
  const views = encoding.views.map(({ owner, size, ...view }) => {
    const patches = view.grid[0] * view.grid[1];
    const layers = view.countsPerLayer.map((_, layer) => Array.from(ownerAfter(owner, patches, layer + 1)));
    return { ...view, owner: layers, size: Array.from(size) };
  });
  const document = { ...recording, encoding: { ...encoding, views } };
  const text = JSON.stringify(document, null, 2);
  return `${text.replace(/\[[\d\s,.e+-]+\]/g, (list) => list.replace(/\s+/g, ''))}\n`;
}
