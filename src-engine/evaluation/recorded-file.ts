/** A part of an evaluation as a file: written as one JSON document, read back trusting nothing. */
import { z } from 'zod';
import type { RecordedEvaluation } from '../engine.ts';
import { document } from '../files/document.ts';
import { partRefusal, type Subject } from '../files/refusal.ts';
import { scorerNames } from '../judging/scorers.ts';

/** Numbers of a part become lengths of lists: no run has more shards, pictures or questions. */
const most = 10_000_000;
const mostPictures = 1_000_000;
const count = z.int().nonnegative().max(most);
const shard = z.strictObject({ index: z.int().positive(), count: z.int().positive().max(mostPictures) });
const refused = {
  file: z.string().exactOptional(),
  line: count,
  image: z.string().exactOptional(),
  reason: z.string(),
};
const remarks = z.array(z.strictObject({ order: count, about: z.string(), sentences: z.array(z.string()) }));
const given = z.strictObject({ text: z.string(), tokens: count, cut: z.boolean() });

const schema = z.strictObject({
  format: z.literal('dymu-evaluation-part'),
  version: z.literal(1),
  fingerprint: z.string(),
  run: z.strictObject({
    model: z.string(),
    device: z.string(),
    precision: z.string(),
    tower: z.enum(['fp32', 'int8']),
    encoderFingerprint: z.string().exactOptional(),
    imageBackend: z.enum(['torchvision', 'pil', 'pil-12']),
    imageRoute: z.enum(['path', 'object']),
    data: z.string(),
    set: z.enum(['jsonl', 'vqav2', 'gqa', 'textvqa', 'pope', 'mme', 'scienceqa', 'mmbench', 'docvqa']),
    split: z.string().nullable(),
    scorer: z.enum([...scorerNames]),
    instruction: z.string().nullable(),
    maxNewTokens: z.int().positive(),
    modes: z
      .array(
        z.strictObject({
          mode: z.string(),
          equalTo: z.strictObject({ mode: z.string(), tokens: z.number() }).exactOptional(),
        }),
      )
      .max(100),
    notes: z.array(z.string()),
  }),
  shard,
  whole: z.strictObject({ images: count, questions: count }),
  questions: z.array(
    z.strictObject({
      order: count,
      picture: z
        .int()
        .nonnegative()
        .max(mostPictures - 1),
      id: z.string(),
      image: z.string(),
      path: z.string(),
      question: z.string(),
      answers: z.array(z.string()).min(1),
      kind: z.string().exactOptional(),
      options: z.record(z.string(), z.string()).exactOptional(),
      group: z.string().exactOptional(),
      given: z.array(given),
    }),
  ),
  unread: z.array(z.strictObject(refused)),
  unasked: z.array(z.strictObject({ ...refused, order: count, code: z.string() })),
  remarks: z.strictObject({ pictures: remarks, questions: remarks }),
});

export function recordedJson(part: RecordedEvaluation): string {
  return `${JSON.stringify({ format: 'dymu-evaluation-part', version: 1, ...part })}\n`;
}

/** Throws an EngineError of the subject's code, naming file, field and fact. */
export function readRecorded(text: string, subject: Subject): RecordedEvaluation {
  const read = document(schema, text, subject);
  const { fingerprint, run, shard: of, whole, questions, unread, unasked, remarks: remarked } = read;
  const part = { fingerprint, run, shard: of, whole, questions, unread, unasked, remarks: remarked };
  const wide = part.questions.find(({ given: answers }) => answers.length !== part.run.modes.length);
  if (wide === undefined) return part;
  throw partRefusal(
    subject,
    'questions',
    `has ${wide.given.length} answers to question ${wide.order}, but there are ${part.run.modes.length} modes`,
  );
}
