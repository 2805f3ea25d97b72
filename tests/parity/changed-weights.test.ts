import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answer } from '../../src-engine/inference/answer.ts';
import { createPace } from '../../src-engine/inference/pace.ts';
import { openGolden } from '../support/golden.ts';
import { loadFolder } from '../support/loaded.ts';
import {
  editJson,
  goldenCopy,
  goldenModel,
  rawTensors,
  writeTensors,
  type RawTensor,
} from '../support/scratch.ts';

const names = ['llava15-clip', 'llava15-siglip', 'paligemma'] as const;

/** Answers of transformers 5.24 to weights that config.json does not describe: tools/golden/changed_weights.py. */
const fixture = z
  .object({
    transformers: z.literal('5.24.0'),
    maxNewTokens: z.number(),
    rows: z.array(
      z.object({
        name: z.string(),
        model: z.enum(names),
        tokens: z.array(z.number()),
        unexpected: z.number(),
        missing: z.tuple([]),
      }),
    ),
  })
  .parse(
    JSON.parse(
      readFileSync(join(import.meta.dirname, '../fixtures/checkpoint/changed-weights.json'), 'utf8'),
    ),
  );

type Tensors = Map<string, RawTensor>;

function embeddingOf(tensors: Tensors): { readonly name: string; readonly tensor: RawTensor } {
  for (const [name, tensor] of tensors) if (name.endsWith('embed_tokens.weight')) return { name, tensor };
  throw new Error('There is no embedding.');
}

const headName = (embedding: string): string =>
  embedding.replace('model.embed_tokens.weight', 'lm_head.weight');

function addHead(tensors: Tensors, make: (embedding: RawTensor) => RawTensor): void {
  const { name, tensor } = embeddingOf(tensors);
  tensors.set(headName(name), make(tensor));
}

function rowsOf({ shape: [rows = 0], bytes }: RawTensor): readonly Buffer[] {
  const length = bytes.length / rows;
  return Array.from({ length: rows }, (_, row) => bytes.subarray(row * length, (row + 1) * length));
}

const reversed = (tensor: RawTensor): RawTensor => ({
  ...tensor,
  bytes: Buffer.concat([...rowsOf(tensor)].reverse()),
});

/** bfloat16 is the upper half of a float32. */
function inFloat32({ shape, bytes }: RawTensor): RawTensor {
  const wide = Buffer.alloc(bytes.length * 2);
  for (let at = 0; at < bytes.length; at += 2) bytes.copy(wide, at * 2 + 2, at, at + 2);
  return { dtype: 'F32', shape, bytes: wide };
}

function withoutLastRow(tensor: RawTensor): RawTensor {
  const rows = [...rowsOf(tensor)];
  const last = rows.pop();
  return { ...tensor, bytes: Buffer.concat([...rows, Buffer.alloc(last?.length ?? 0)]) };
}

/** 0.7 in every place, beside every tensor of the decoder with such an end. */
function addBeside(tensors: Tensors, ends: readonly string[], added: string): void {
  for (const [name, { shape }] of [...tensors]) {
    const end = ends.find((one) => name.endsWith(one));
    if (!name.startsWith('language_model') || end === undefined) continue;
    const [rows = 0] = shape;
    const bytes = Buffer.from(new Float32Array(rows).fill(0.7).buffer);
    tensors.set(name.replace('_proj.weight', added), { dtype: 'F32', shape: [rows], bytes });
  }
}

const nothing = (): void => undefined;

const changes = new Map<string, (tensors: Tensors) => void>([
  ['nothing', nothing],
  [
    "a head whose rows are the embedding's, last first",
    (tensors) => {
      addHead(tensors, reversed);
    },
  ],
  [
    'a head that equals the embedding',
    (tensors) => {
      addHead(tensors, (embedding) => embedding);
    },
  ],
  [
    'a head that equals the embedding, in fp32',
    (tensors) => {
      addHead(tensors, inFloat32);
    },
  ],
  [
    'a head that differs in its last row',
    (tensors) => {
      addHead(tensors, withoutLastRow);
    },
  ],
  [
    'a head and no embedding',
    (tensors) => {
      addHead(tensors, (embedding) => embedding);
      tensors.delete(embeddingOf(tensors).name);
    },
  ],
  [
    "a head of Gemma whose rows are the embedding's, last first",
    (tensors) => {
      addHead(tensors, reversed);
    },
  ],
  [
    'biases',
    (tensors) => {
      addBeside(tensors, ['q_proj.weight', 'k_proj.weight', 'v_proj.weight'], '_proj.bias');
    },
  ],
  [
    'norms of queries and keys',
    (tensors) => {
      addBeside(tensors, ['q_proj.weight', 'k_proj.weight'], '_norm.weight');
    },
  ],
  ['a layer more than config.json says', nothing],
]);

const headNote = expect.stringMatching(
  /^config\.json says that the output head is the embedding \(tie_word_embeddings\), but the weights hold a head that differs, '\S*lm_head\.weight'; the stored head is used, as transformers 5\.8 and later use it\.$/u,
) as string;

/** What is said beside the answer. */
const remarks: ReadonlyMap<string, readonly string[]> = new Map([
  ["a head whose rows are the embedding's, last first", [headNote]],
  ['a head that differs in its last row', [headNote]],
  ["a head of Gemma whose rows are the embedding's, last first", [headNote]],
  [
    'biases',
    [
      "12 tensors of the language model are not used, the first is 'language_model.model.layers.0.self_attn.k_proj.bias': biases that config.json does not name.",
    ],
  ],
  [
    'norms of queries and keys',
    [
      "8 tensors of the language model are not used, the first is 'language_model.model.layers.0.self_attn.k_norm.weight': norms of queries and keys, which the model of config.json does not have.",
    ],
  ],
  [
    'a layer more than config.json says',
    [
      "9 tensors of the language model are not used, the first is 'language_model.model.layers.3.input_layernorm.weight': more layers than config.json says.",
    ],
  ],
]);

describe('weights that config.json does not describe', () => {
  it.each(fixture.rows)(
    'answer as in transformers: $name',
    async ({ name, model: source, tokens, unexpected }) => {
      const change = changes.get(name);
      if (change === undefined) throw new Error(`${name} is not a change that this test knows.`);
      const directory = await goldenCopy(source);
      const path = join(directory, 'model.safetensors');
      const tensors = await rawTensors(path);
      change(tensors);
      await writeTensors(path, tensors);
      if (name.startsWith('a layer more')) {
        await editJson(directory, 'config.json', { num_hidden_layers: 3 }, 'text_config');
      }
      const model = await loadFolder(directory);
      try {
        const request = {
          visual: {
            kind: 'images',
            images: [{ kind: 'pixel-values', path: join(goldenModel(source), '../golden.safetensors') }],
          },
          question: (await openGolden(source)).facts.question,
          reduction: { method: 'none' },
          virtualUnmerging: true,
          maxNewTokens: fixture.maxNewTokens,
        } as const;
        for await (const event of answer(model, request, createPace(undefined))) {
          if (event.kind === 'done') expect(event.result.tokens).toEqual(tokens);
        }
        expect(model.notes).toEqual(remarks.get(name) ?? []);
        const counted = Number(/^(\d+) tensors/u.exec(model.notes[0] ?? '')?.[1] ?? 0);
        expect(counted).toBe(unexpected);
      } finally {
        await model.release();
      }
    },
  );
});
