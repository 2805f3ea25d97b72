/** What is known to be true of a picture, and how an answer is held against it: the same question in other words is the same question. Pure. */
import { exactMatch } from './scorers.ts';

/** A question with its one true answer. */
export interface KnownAnswer {
  readonly kind: string; // 'what', 'describe', 'count', ...
  readonly question: string;
  readonly answer: string;
}

/** The known answer to a question, or null where nothing is known about it. */
export function knownAnswer(known: readonly KnownAnswer[], question: string): KnownAnswer | null {
  const wanted = formOf(question);
  return known.find((entry) => formOf(entry.question) === wanted) ?? null;
}

/** Judged as the evaluation does: the whole answer, but for case, punctuation, articles and how numbers are written. */
export function isRight(given: string, { answer }: KnownAnswer): boolean {
  return exactMatch(given, [answer]) === 1;
}

/** A true sentence about the whole picture; null where none is known. */
export function trueDescription(known: readonly KnownAnswer[]): string | null {
  return (
    (known.find(({ kind }) => kind === 'describe') ?? known.find(({ kind }) => kind === 'what'))?.answer ??
    null
  );
}

/** The ways in which the samples' questions are asked; `$<thing>` is what they ask about. Each form is one question. */
const forms: readonly (readonly [form: string, pattern: RegExp])[] = [
  [
    'what',
    /^(what('s| is) in the (image|picture)|what (do|can) you see|list everything in the (image|picture))$/,
  ],
  ['describe', /^describe the (image|picture)$/],
  ['total', /^(how many (things|objects|items) (are there|do you see))$/],
  ['background', /^((what|which) colou?r is the background|what is the background colou?r)$/],
  ['biggest', /^what is the biggest (thing|object)$/],
  ['sign', /^(what does the sign say|what is written on the sign|read the sign)$/],
  ['count $<thing>', /^(how many (?<thing>.+) (are there|do you see)|(count the|number of) (?<thing2>.+))$/],
  [
    'exists $<thing>',
    /^((is there|can you see|do you see) (an?|any) (?<thing>.+)|is an? (?<thing2>.+) in the (image|picture))$/,
  ],
];

function formOf(question: string): string {
  const plain = question
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('’', "'")
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[\s.?!]+$/, '');
  for (const [form, pattern] of forms) {
    const found = pattern.exec(plain);
    if (found !== null)
      return form.replace('$<thing>', found.groups?.['thing'] ?? found.groups?.['thing2'] ?? '');
  }
  return plain;
}
