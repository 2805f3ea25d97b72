/** From a question, or a conversation, to what the decoder is given: text ids and image places in order. Computes no embedding. */
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { Crops, Family } from '../families/family.ts';
import { EngineError } from '../errors.ts';
import type { Turn } from '../engine-answers.ts';
import { chatForm, imageMarkOf } from './chat-template.ts';
import { around, wordsOf } from './conversation.ts';
import { promptLimits, type PromptLimits } from './limits.ts';
import { checkQuestion, encodePrompt } from './reserved-tokens.ts';
import type { Tokenizer } from './tokenizer.ts';
import { withImageTexts } from './image-texts.ts';

export type PromptSegment =
  | { readonly kind: 'text'; readonly ids: readonly number[] }
  | { readonly kind: 'image'; readonly index: number; readonly length: number }; // length: unmerged positions

export interface PromptPlan {
  readonly segments: readonly PromptSegment[];
  readonly positions: number; // N, what the unmerged model reads
  readonly text: string; // rendered, with one placeholder per place of an image
  /** Sentences that belong beside the answer, e.g. that the checkpoint has no chat template. */
  readonly notes: readonly string[];
}

export interface PromptRequest {
  readonly checkpoint: Pick<Checkpoint, 'spec' | 'chatTemplate' | 'commonForm'> & {
    readonly family: Pick<Family, 'name' | 'template' | 'imageText' | 'imageMark' | 'noVideo'>;
  };
  readonly tokenizer: Tokenizer;
  readonly question: string;
  /** The turns before it, the oldest first. */
  readonly earlier?: readonly Turn[] | undefined;
  /** Unmerged positions of each place of an image, in order; or of the one video. */
  readonly imageLengths: readonly number[];
  /** How each image is cut, for families that write text between the views of one; each image has one place unless said. */
  readonly crops?: readonly (Crops | undefined)[];
  /** What stands at the places; a video is one place. */
  readonly visual?: 'image' | 'video';
  readonly limits?: PromptLimits;
}

/**
 * Throws `bad-input` for an empty question or one that cannot be read as plain text, `too-long` for one over the cap,
 * `bad-checkpoint` when the template does not place exactly one image token per image.
 */
export function buildPrompt(request: PromptRequest): PromptPlan {
  const { checkpoint, tokenizer, question, imageLengths } = request;
  const limits = request.limits ?? promptLimits;
  const { spec } = checkpoint;
  const { earlier = [] } = request;
  const words = wordsOf(earlier, question);
  for (const each of [question, ...earlier.map((turn) => turn.question)]) {
    checkQuestion(each, limits.questionCharacters);
  }
  const visual = request.visual ?? 'image';
  const place =
    visual === 'image' ? { id: spec.imageTokenId, token: spec.imageToken } : videoPlace(checkpoint);

  const { imageText } = checkpoint.family;
  const named = tokenizer.namedTokens;
  // What the template writes for an image: mostly its token itself.
  const mark = visual === 'image' ? imageMarkOf(checkpoint, named) : place.token;
  const written =
    imageText === undefined || visual === 'video'
      ? undefined
      : (request.crops ?? imageLengths.map(() => undefined)).map((crops) =>
          imageText(crops, place.token, named),
        );
  const turn = { images: written?.length ?? imageLengths.length, visual, token: mark };
  const chat = chatForm(checkpoint, turn, named);
  const places = [spec.imageTokenId, ...(spec.video === undefined ? [] : [spec.video.tokenId])];
  const { render } = chat;
  if (earlier.length > 0 && around(render, words.length) === undefined) throw noTurns(spec);
  const expanded = written === undefined ? render : withImageTexts(render, mark, written);
  const { text, ids, notes } = encodePrompt({ words, render: expanded, tokenizer, places });

  const textIds = ids.filter((id) => id !== place.id);
  if (textIds.length > limits.textTokens) {
    throw new EngineError(
      'too-long',
      `The prompt has ${textIds.length} text tokens and the limit is ${limits.textTokens}`,
      { remedy: earlier.length === 0 ? 'shorten the question' : 'begin a new conversation' },
    );
  }
  checkRows(textIds, spec.text.vocabulary, tokenizer);
  if (visual === 'image' && turn.images > 1 && ids.filter((id) => id === place.id).length === 1) {
    throw oneImage(spec);
  }
  const segments = cutAtImages(ids, place.id, imageLengths);
  if (render('a') === render('b')) {
    throw new EngineError('bad-checkpoint', 'The chat template of the checkpoint leaves the question out', {
      remedy: 'replace its chat_template file',
    });
  }
  const lengths = segments.map((segment) => (segment.kind === 'text' ? segment.ids.length : segment.length));
  const positions = lengths.reduce((sum, length) => sum + length, 0);
  return { segments, positions, text, notes: [...chat.notes, ...notes] };
}

function videoPlace({ spec, family }: PromptRequest['checkpoint']): {
  readonly id: number;
  readonly token: string;
} {
  if (spec.video !== undefined) return { id: spec.video.tokenId, token: spec.video.token };
  const why = family.noVideo === undefined ? '' : `: ${family.noVideo}`;
  throw new EngineError('unsupported', `${spec.name} (${spec.family}) takes images but no video${why}`, {
    remedy: 'give single frames as images instead',
  });
}

function noTurns({ name }: Checkpoint['spec']): EngineError {
  return new EngineError(
    'unsupported',
    `${name} answers single questions: its chat template leaves earlier turns out`,
    { remedy: 'ask without them' },
  );
}

function oneImage({ name }: Checkpoint['spec']): EngineError {
  return new EngineError(
    'unsupported',
    `${name} takes one image in a question: its chat template has one place`,
    { remedy: 'ask about one image at a time' },
  );
}

/** A tokenizer may know tokens that the model was never given; an image's place needs no row. */
function checkRows(ids: readonly number[], rows: number, tokenizer: Tokenizer): void {
  const beyond = ids.find((id) => id >= rows);
  if (beyond === undefined) return;
  throw new EngineError(
    'bad-checkpoint',
    `tokenizer.json gives "${tokenizer.tokenText(beyond) ?? ''}" the id ${beyond}, but the model has only ${rows} embeddings`,
    { remedy: 'get the tokenizer that belongs to these weights' },
  );
}

function cutAtImages(
  ids: readonly number[],
  imageTokenId: number,
  lengths: readonly number[],
): PromptSegment[] {
  const places = ids.flatMap((id, at) => (id === imageTokenId ? [at] : []));
  if (places.length !== lengths.length) {
    throw new EngineError(
      'bad-checkpoint',
      `The chat template places ${places.length === 1 ? 'one image token' : `${places.length} image tokens`} for ${lengths.length === 1 ? 'one image' : `${lengths.length} images`}`,
      { remedy: 'replace the chat_template file of the checkpoint' },
    );
  }
  const segments: PromptSegment[] = [];
  let from = 0;
  for (const [index, length] of lengths.entries()) {
    const at = places[index] ?? ids.length;
    if (at > from) segments.push({ kind: 'text', ids: ids.slice(from, at) });
    segments.push({ kind: 'image', index, length });
    from = at + 1;
  }
  if (from < ids.length) segments.push({ kind: 'text', ids: ids.slice(from) });
  return segments;
}

/** The ids of a plan as the unmerged model reads them: the image's or video's token at every one of its positions. [N] */
export function expandedIds({ segments }: PromptPlan, placeId: number): number[] {
  return segments.flatMap((segment) =>
    segment.kind === 'text' ? segment.ids : new Array<number>(segment.length).fill(placeId),
  );
}
