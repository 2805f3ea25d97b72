/** The loaded model as who answers a sweep. What it has answered before, in whatever sweep and process, is not computed again. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import type { ReductionRequest, SweepRequest, Visual } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { answersIdentity, describePlan } from '../evaluation/model-subject.ts';
import { documentIfWhole } from '../files/document.ts';
import { sha256, sha256OfFiles } from '../files/sha256.ts';
import { quotePath } from '../files/words.ts';
import { answer } from '../inference/answer.ts';
import type { LoadedModel } from '../inference/loaded-model.ts';
import { lookAtAll } from '../inference/look.ts';
import type { Pace } from '../inference/pace.ts';
import { planReduction, planRemarks } from '../inference/plan-reduction.ts';
import { roleIn } from '../inference/visual-input.ts';
import type { Left, SweepAnswer, SweepSubject } from '../sweep/sweep.ts';
import type { DisturbedBy } from './kind.ts';
import type { FilePicture } from './sweep-picture.ts';
import type { SweepTable } from './sweep-table.ts';

/** What is asked about: one picture, or a video's frames in order. */
export interface SweptVisual {
  readonly kind: 'images' | 'video';
  readonly pictures: readonly FilePicture[];
}

export interface SweepSubjectHost {
  readonly inTurn: <T>(
    work: (model: LoadedModel, pace: Pace, disturbedBy: DisturbedBy) => Promise<T>,
  ) => Promise<T>;
  /** Where answers are kept; nowhere unless said. */
  readonly kept?: Pick<SweepTable, 'answer' | 'putAnswer'>;
  /** SHA-256 of the picture in hex, where somebody else has asked for it. */
  readonly content?: string;
}

const count = z.int().nonnegative();
const leftSchema: z.ZodType<Left> = z.strictObject({ tokens: count, views: count });
type Kept = Omit<SweepAnswer, 'kept'>;
const keptSchema = z.custom<Kept>(
  (value) => z.looseObject({ tokens: count, views: count, text: z.string() }).safeParse(value).success,
);

/** Rejects with `bad-input` where the picture cannot be read, is another one here, or changes while it is asked about. */
export async function sweepSubject(
  { inTurn, kept, content: wanted }: SweepSubjectHost,
  { kind, pictures }: SweptVisual,
  { question, virtualUnmerging = true, maxNewTokens }: Omit<SweepRequest, 'image' | 'budgets' | 'methods'>,
): Promise<SweepSubject> {
  const before = await statesOf(pictures);
  const content = await sha256OfFiles(pictures.map(({ path }) => path)).catch(() => ''); // reading will say why not
  const name = quotePath(basename(pictures[0]?.path ?? ''));
  if (wanted !== undefined && content !== '' && content !== wanted) {
    throw new EngineError('bad-input', `${name} has other contents on this machine`, {
      remedy: 'give all machines the same picture',
    });
  }
  const readings = pictures.map((picture) =>
    picture.kind === 'file'
      ? [picture.kind, picture.reading ?? null, ...(picture.frame === undefined ? [] : [picture.frame])]
      : [picture.kind, null],
  );
  const read = kind === 'images' ? readings.flat() : [kind, ...readings];
  const setting = maxNewTokens === undefined ? {} : { maxNewTokens };
  const visual: Visual = kind === 'images' ? { kind, images: pictures } : { kind, frames: pictures };
  const ask = {
    visual,
    question,
    virtualUnmerging,
    ...setting,
  } as const;

  /** Answered for this subject: a later row with the same plan is of this sweep, not of an earlier one. */
  const own = new Set<string>();

  /** What depends on nothing but the model, the picture and `how`. */
  async function once<T>(
    model: LoadedModel,
    reduction: ReductionRequest,
    how: readonly unknown[],
    schema: z.ZodType<T>,
    compute: () => Promise<T>,
  ): Promise<{ readonly value: T; readonly known: boolean }> {
    const identity = await answersIdentity(model, maxNewTokens);
    const plan = describePlan(planReduction(model, reduction, roleIn(visual)));
    const key = sha256(JSON.stringify([identity, content, ...read, plan, ...how]));
    const known = documentIfWhole(schema, kept?.answer(key) ?? '');
    if (known !== undefined && content !== '') return { value: known, known: !own.has(key) };
    const value = await compute();
    if ((await statesOf(pictures)) !== before) {
      throw new EngineError('bad-input', `${name} was changed meanwhile`, {
        remedy: 'start the sweep again',
      });
    }
    kept?.putAnswer(key, JSON.stringify(value));
    own.add(key);
    return { value, known: false };
  }

  return {
    left: (reduction) =>
      inTurn(async (model, pace) => {
        const look = () => lookAtAll(model, visual, reduction, pace);
        const { value } = await once(model, reduction, ['left'], leftSchema, async () => {
          const all = (await look()).encoded.flat().map(({ encoding }) => encoding);
          return leftOf(all);
        });
        return value;
      }),
    answer: (reduction) =>
      inTurn(async (model, pace, disturbedBy) => {
        const how = ['answer', question, virtualUnmerging];
        const remarks = planRemarks(model, reduction, roleIn(visual)); // of the request; another one may lead to the same answer
        const { value, known } = await once(model, reduction, how, keptSchema, async () => {
          let left: Left = { tokens: 0, views: 0 };
          for await (const event of answer(model, { ...ask, reduction }, pace, { disturbedBy })) {
            if (event.kind === 'encoded') left = leftOf(event.encodings);
            if (event.kind !== 'done') continue;
            const { text, visualTokens, timings, notes = [], disturbedBy: others } = event.result;
            const about = notes.filter((note) => !remarks.includes(note));
            return {
              tokens: visualTokens,
              views: left.views,
              text,
              timings,
              notes: about,
              disturbedBy: others,
            };
          }
          throw new Error('An answer ended without a result.');
        });
        return { ...value, notes: [...value.notes, ...remarks], kept: known };
      }),
  };
}

function leftOf(encodings: readonly { readonly tokens: number; readonly views: readonly unknown[] }[]): Left {
  return {
    tokens: encodings.reduce((sum, { tokens }) => sum + tokens, 0),
    views: encodings.reduce((sum, { views }) => sum + views.length, 0),
  };
}

async function statesOf(pictures: readonly FilePicture[]): Promise<string> {
  return (await Promise.all(pictures.map(stateOf))).join(', ');
}

/** The same as long as the file is. A file that is gone is one state, too: whoever reads it says so. */
async function stateOf({ path }: FilePicture): Promise<string> {
  const found = await stat(path).catch(() => null);
  return found === null ? '' : `${found.size} ${found.mtimeMs}`;
}
