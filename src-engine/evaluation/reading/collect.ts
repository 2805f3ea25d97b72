/** Gathers a set's questions as they are read: finds their pictures, holds equal texts once, and tells what cannot be used. */
import type { RefusedLine } from '../../engine.ts';
import { EngineError } from '../../errors.ts';
import { quote, quotePath } from '../../files/words.ts';
import type { Options } from '../../judging/options.ts';
import { inOrder } from '../in-order.ts';
import type { Question } from '../questions.ts';
import type { ReadSet } from '../sets/question-set.ts';

/** A question as a set writes it. */
export interface Written {
  readonly id: string;
  readonly line: number;
  readonly image: string; // as the data names it
  readonly path: string | undefined; // of the picture; undefined where it is not there
  readonly question: string;
  readonly answers: readonly string[];
  readonly kind?: string | undefined;
  readonly options?: Options;
  readonly group?: string;
  readonly embedded?: Question['embedded'];
}

export interface Collector {
  /** What follows stands in this file. */
  from(file: string): void;
  add(written: Written): void;
  refuse(line: number, reason: string, image?: string): void;
  note(sentence: string): void;
  done(): ReadSet;
}

const mostNamed = 10;
const longestQuestion = 200_000; // characters
const mostKept = 200_000; // texts
/** Each of them is told; a file of gigabytes that holds nothing else would fill the memory with it. */
const mostRefused = 2_000_000;

/** @param first the file that lines are counted in until another one is said, absolute */
export function collectQuestions(first: string): Collector {
  let file = first;
  const questions: Question[] = [];
  const refused: RefusedLine[] = [];
  const notes: string[] = [];
  const ids = new Map<string, number>();
  const missing = new Map<string, number>();
  const once = holdOnce();
  const refuse: Collector['refuse'] = (line, reason, image) => {
    if (refused.length >= mostRefused) {
      throw new EngineError(
        'bad-input',
        `${quotePath(file)} has more than ${mostRefused} entries that cannot be used`,
        {
          remedy: 'check that it is what it should be',
        },
      );
    }
    refused.push({ file, line, ...(image === undefined ? {} : { image }), reason });
  };
  return {
    from(next) {
      file = next;
    },
    refuse,
    note(sentence) {
      notes.push(sentence);
    },
    add(written) {
      const { id, line, image, path, question } = written;
      const answers = written.answers.map(once);
      const wrong = ids.has(id)
        ? `The question ${quote(id)} is there already (entry ${ids.get(id) ?? 0}).`
        : faultOf(question, answers);
      if (wrong === undefined) ids.set(id, line);
      if (wrong !== undefined || path === undefined) {
        if (wrong === undefined) missing.set(image, (missing.get(image) ?? 0) + 1);
        refuse(line, wrong ?? `The image ${quote(image)} is not there.`, image);
        return;
      }
      questions.push({
        id,
        file,
        line,
        image: once(image),
        path: once(path),
        question: once(question),
        answers,
        kind: written.kind === undefined ? undefined : once(written.kind),
        ...(written.options === undefined ? {} : { options: written.options }),
        ...(written.group === undefined ? {} : { group: written.group }),
        ...(written.embedded === undefined ? {} : { embedded: written.embedded }),
      });
    },
    done: () => ({
      questions,
      refused: inOrder(refused),
      missing: {
        images: missing.size,
        questions: [...missing.values()].reduce((sum, count) => sum + count, 0),
        named: [...missing.keys()].slice(0, mostNamed),
      },
      notes,
    }),
  };
}

function faultOf(question: string, answers: readonly string[]): string | undefined {
  if (question.trim() === '') return 'It asks nothing.';
  if (question.length > longestQuestion) return 'Its question is too long.';
  return answers.every((answer) => answer.trim() === '') ? 'It has no answer.' : undefined;
}

/** Two million answers of VQAv2 are a few ten thousand texts. */
function holdOnce(): (text: string) => string {
  const held = new Map<string, string>();
  return (text) => {
    const known = held.get(text);
    if (known !== undefined) return known;
    if (held.size < mostKept) held.set(text, text);
    return text;
  };
}
