/** A loaded model as a subject of evaluation: it looks and answers in its turn, beside whatever else the engine is asked for. */
import type { AnswerResult } from '../engine.ts';
import { weightsFingerprint } from '../checkpoint/weights-fingerprint.ts';
import { sha256 } from '../files/sha256.ts';
import { EngineError } from '../errors.ts';
import { chatForm, imageMarkOf } from '../language/chat-template.ts';
import { answer } from '../inference/answer.ts';
import { describeModel } from '../inference/describe-model.ts';
import type { LoadedModel } from '../inference/loaded-model.ts';
import { greedySettings } from '../language/decoding.ts';
import { lookAt } from '../inference/look.ts';
import type { Look } from '../inference/look.ts';
import { mergeInputs } from '../inference/merge-inputs.ts';
import type { Pace } from '../inference/pace.ts';
import { planReduction } from '../inference/plan-reduction.ts';
import type { Plan } from '../reduction/plan.ts';
import type { Ask, Subject } from './ask-all.ts';

/** Such questions are answered in a few words; a model that rambles is not waited for. */
export const usualNewTokens = 64;

/** The look that comes with the question shows it all. */
const nothing = { kind: 'images', images: [] } as const;

/** Runs `work` when no other call does, on the model loaded then. */
export type InTurn = <T>(work: (model: LoadedModel, pace: Pace) => Promise<T>) => Promise<T>;

export interface ModelSubject extends Subject<Look> {
  /** What was remarked about pictures that were looked at, by path: turned, laid on white, made smaller. */
  readonly remarks: ReadonlyMap<string, readonly string[]>;
  /** What was remarked about questions that were asked, by their words: special tokens in them, a template with today's date. */
  readonly questionRemarks: ReadonlyMap<string, readonly string[]>;
}

/** Throws `bad-checkpoint` where weights cannot be read; its parts throw what encoding and answering throw. */
export async function modelSubject(
  model: LoadedModel,
  takeTurn: InTurn,
  maxNewTokens: number | undefined,
): Promise<ModelSubject> {
  const { spec } = model.checkpoint;
  /** Between two turns the user may have loaded another model, which takes the sessions of this one away. */
  const inTurn = <T>(work: (pace: Pace) => Promise<T>): Promise<T> =>
    takeTurn((loaded, pace) => {
      if (loaded === model) return work(pace);
      throw new EngineError(
        'aborted',
        `The evaluation of ${spec.name} stopped because another model was loaded`,
        { remedy: 'load it again and resume' },
      );
    });
  const remarks = new Map<string, readonly string[]>();
  const questionRemarks = new Map<string, readonly string[]>();
  return {
    remarks,
    questionRemarks,
    identity: await answersIdentity(model, maxNewTokens),
    joins: describeModel(model).cellsPerView !== undefined,
    describe: (reduction) => describePlan(planReduction(model, reduction)),
    look: (path, reduction) =>
      inTurn(async (pace) => {
        const seen = await lookAt(model, { kind: 'file', path }, reduction, pace);
        const notes = seen.visuals.flatMap(({ images }) => images.flatMap((image) => image.notes));
        if (notes.length > 0) remarks.set(path, notes);
        const tokens = seen.encoded.flat().reduce((sum, { encoding }) => sum + encoding.tokens, 0);
        return { seen, tokens, views: seen.encoded.flat().length };
      }),
    ask: (look, ask) =>
      inTurn(async (pace) => {
        const { text, stopped, notes = [] } = await answerOf(model, look, ask, maxNewTokens, pace);
        const ofPictures = look.encoded.flat().flatMap(({ encoding }) => encoding.notes ?? []);
        const own = notes.filter((note) => !ofPictures.includes(note));
        if (own.length > 0) questionRemarks.set(ask.question, own);
        return { text, cut: stopped === 'length' };
      }),
  };
}

/** Part of the keys of stored answers: answers of earlier versions are found only while these texts stay as they are. */
export function describePlan(plan: Plan): string {
  if (plan.kind === 'plain') return 'none';
  if (plan.kind === 'steer') return JSON.stringify(plan);
  if (plan.kind === 'rows') return `rows ${plan.threshold}`;
  if (plan.kind === 'prune') return `prune ${plan.rows}`;
  if (plan.kind !== 'merge') return `${plan.kind} ${plan.tokens}`;
  const { thresholds, limits } = mergeInputs(plan.rule);
  return JSON.stringify([[...thresholds], [...limits]]);
}

async function answerOf(
  model: LoadedModel,
  look: Look,
  ask: Ask,
  maxNewTokens: number | undefined,
  pace: Pace,
): Promise<AnswerResult> {
  const request = { visual: nothing, ...ask, ...(maxNewTokens === undefined ? {} : { maxNewTokens }) };
  for await (const event of answer(model, request, pace, { look, usualNewTokens })) {
    if (event.kind === 'done') return event.result;
  }
  throw new Error('An answer ended without a result.');
}

/** Of everything that an answer hangs on, beside picture, reduction and question. How views are prepared is part of `spec`. */
export async function answersIdentity(model: LoadedModel, maxNewTokens: number | undefined): Promise<string> {
  const { weights } = model.checkpoint;
  return sha256(JSON.stringify(settingOf(model, maxNewTokens)) + (await weightsFingerprint(weights)));
}

/** Exported for its test: two engines that would answer differently must never share answers. */
export function settingOf(
  { checkpoint, tokenizer: words, device, precision, towerPrecision, images }: LoadedModel,
  maxNewTokens: number | undefined,
): readonly unknown[] {
  const { spec, generation, tokenizer, chatTemplate, commonForm } = checkpoint;
  const { eosTokenIds, settings } = generation;
  const choice = { eosTokenIds, maxNewTokens: settings.max_new_tokens, ...greedySettings(settings) };
  // Left out where it is fp32: so answers that were kept before there was another are found.
  const tower = towerPrecision === 'fp32' ? [] : [`tower ${towerPrecision}`];
  const how = [device.name, precision, maxNewTokens ?? null, images.route, ...tower];
  // A template that writes today's date into the prompt answers anew every day.
  const token = imageMarkOf(checkpoint, words.namedTokens);
  const chat = chatForm(checkpoint, { images: 1, token }, words.namedTokens);
  const day = chat.dated ? [chat.render('a')] : [];
  return [spec, choice, tokenizer, chatTemplate ?? commonForm?.source ?? null, ...how, ...day];
}
