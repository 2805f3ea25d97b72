/** A subject that answers by a rule and keeps count of what it was asked. */
import type { Ask, Subject } from '../../src-engine/evaluation/ask-all.ts';
import { parseMode } from '../../src-engine/evaluation/modes.ts';
import type { ReductionRequest } from '../../src-engine/reduction/methods.ts';
import type { Question } from '../../src-engine/evaluation/questions.ts';

const patches = 256;

export interface ScriptedSubject {
  readonly subject: Subject<string>;
  readonly looks: string[]; // 'a.png none'
  readonly asks: string[]; // 'a.png none How many?'
}

export function scriptedSubject(
  answer: (path: string, ask: Ask) => string | Promise<string> = (path, { question }) =>
    `${path} ${question}`,
  identity = 'subject',
): ScriptedSubject {
  const looks: string[] = [];
  const asks: string[] = [];
  const describe: Subject<string>['describe'] = (reduction) =>
    reduction.method === 'tome' ? `tome ${countOf(reduction)}` : reduction.method;
  return {
    looks,
    asks,
    subject: {
      identity,
      describe,
      look(path, reduction) {
        looks.push(`${nameOf(path)} ${describe(reduction)}`);
        return Promise.resolve({
          seen: path,
          tokens: reduction.method === 'tome' ? countOf(reduction) : patches,
          views: 1,
        });
      },
      async ask(path, ask) {
        asks.push(`${nameOf(path)} ${describe(ask.reduction)} ${ask.question}`);
        return { text: await answer(path, ask), cut: false };
      },
    },
  };
}

export function askedModes(...names: readonly string[]) {
  return names.map((name) => {
    const mode = parseMode(name);
    return { reduction: mode.reduction, virtualUnmerging: mode.virtualUnmerging };
  });
}

export function question(path: string, text: string, extra: Partial<Question> = {}): Question {
  return {
    id: '1',
    image: nameOf(path),
    path,
    question: text,
    answers: ['yes'],
    kind: undefined,
    line: 1,
    ...extra,
  };
}

const nameOf = (path: string): string => path.split('/').at(-1) ?? path;

function countOf({ budget }: ReductionRequest<'tome'>): number {
  if (budget.kind === 'rows') return patches - budget.rows;
  return budget.kind === 'tokens' ? budget.tokens : Math.round(budget.share * patches);
}
