/** What is said of the pictures of a question: how many, which, and what each takes of the prompt. */
import { formatPercent, plural } from '../../src-engine/report/units.ts';
import type { Abilities, PictureRole } from '../../src-engine/engine.ts';
import type { TokenCount } from '../state/shelf-slice.ts';
import type { Subject } from '../state/subject.ts';

/** What is said of pictures that the model cuts otherwise than alone. */
const roleWords: Readonly<Record<PictureRole, string>> = {
  alone: '',
  several: ' This model encodes each of several pictures as one view; alone it cuts a picture into more.',
  frame: ' This model encodes frames as its video processor has them, not as it cuts a picture alone.',
};

/** On the button that asks. */
export function askWords(subject: Subject | null): string {
  if (subject === null || subject.kind === 'image') return 'Ask';
  const count = subject.images.length;
  return subject.kind === 'video' ? `Ask about ${plural(count, 'frame')}` : `Ask about ${count} pictures`;
}

/** `anchor: 61 of 256 tokens, 40 % of these` */
export function shareWords(name: string, tokens: number, fullTokens: number, all: number): string {
  return `${name}: ${tokens} of ${plural(fullTokens, 'token')}, ${formatPercent(tokens / Math.max(1, all))} of these`;
}

/** Which frames the tokens on the stage are of. */
export function perViewWords(framesPerView: number): string {
  return `The model’s patches span ${framesPerView} frames: every ${framesPerView} of them are one view, with the same tokens.`;
}

/** `2 pictures in the question: 168 of 512 tokens.` What is not counted yet is said, and so is a role in which the model cuts them otherwise. */
export function severalWords(
  subject: Subject,
  counts: Readonly<Record<string, TokenCount>>,
  role: PictureRole = 'alone',
  framesPerView = 1,
): string {
  const known = subject.images.flatMap(({ id }) => counts[id] ?? []);
  // Frames of one view have its tokens together.
  const views = subject.images.filter((_, index) => index % framesPerView === 0);
  const sum = (of: (count: TokenCount) => number) =>
    views.reduce((total, { id }) => total + (counts[id] === undefined ? 0 : of(counts[id])), 0);
  const what = plural(subject.images.length, subject.kind === 'video' ? 'frame' : 'picture');
  const rest = known.length < subject.images.length ? ` in ${known.length} that are counted` : '';
  return `${what} in the question: ${sum(({ tokens }) => tokens)} of ${plural(
    sum(({ fullTokens }) => fullTokens),
    'token',
  )}${rest}.${roleWords[role]}${framesPerView === 1 ? '' : ` ${perViewWords(framesPerView)}`}`;
}

/** Why a model cannot be asked about this; null where it can. */
export function whyNotSubject(
  subject: Subject | null,
  { name, takes }: { readonly name: string; readonly takes: Abilities },
): string | null {
  if (subject === null || subject.images.length < 2 || takes.severalImages) return null;
  if (subject.kind === 'video' && takes.video) return null;
  return `${name} takes one image in a question: ask about one at a time.`;
}

/** What is said beside frames that a model without video gets; null where it is none or the model has a way of its own. */
export function framesWords(subject: Subject | null, takesVideo: boolean, model: string): string | null {
  if (subject?.kind !== 'video' || takesVideo) return null;
  return `${model} takes no video: the frames are asked about as ${plural(subject.images.length, 'image')}, in their order.`;
}

export const regionsLeftOut =
  'Regions belong to one picture; about several a question is asked without them.';

/** What a shelf's entry says of being chosen. */
export function chosenWords(at: number, count: number): string {
  return `, chosen ${at + 1} of ${count}`;
}
