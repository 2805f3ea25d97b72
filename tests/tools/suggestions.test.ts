import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergedModes, type Sample, type SampleAnswer } from '../../tools/sample-answers.ts';
import { mostSuggestions, shelfScenes, suggest } from '../../tools/suggestions.ts';

interface Given {
  readonly kind: string;
  readonly question: string;
  readonly answer?: string;
  readonly full?: string;
  readonly low?: string; // where it differs
  readonly high?: string;
}

/** A sample with these questions, and what the model said. */
function scene(...given: readonly Given[]): [Sample, SampleAnswer[]] {
  const qa = given.map(({ kind, question, answer = 'A star.' }) => ({ kind, question, answer }));
  const answers = given.map(({ question, answer = 'A star.', full = answer, low, high }) => ({
    question,
    full,
    right: full === answer,
    changes: {
      ...(low === undefined ? {} : { 'dymu:low': low }),
      ...(high === undefined ? {} : { 'dymu:high': high }),
    },
  }));
  return [{ file: 'a.webp', title: 'A', qa }, answers];
}

const steady = ['describe', 'sign', 'count', 'where', 'what'].map((kind) => ({ kind, question: `${kind}?` }));

describe('suggest', () => {
  it('takes up to four questions of different kinds that merging leaves alone', () => {
    const twice = steady.flatMap((one) => [one, { ...one, question: `again ${one.question}` }]);
    expect(suggest(...scene(...twice), 0)).toEqual(['describe?', 'sign?', 'count?', 'where?']);
  });

  it('begins with another kind from picture to picture', () => {
    expect(suggest(...scene(...steady), 1)).toEqual(['sign?', 'count?', 'where?', 'what?']);
    expect(suggest(...scene(...steady), 9)).toEqual(suggest(...scene(...steady), 0));
  });

  it('ends with a question whose answer changes at the low budget', () => {
    const changing = { kind: 'at', question: 'changes?', low: 'A moon.' };
    expect(suggest(...scene(changing, ...steady), 0)).toEqual(['describe?', 'sign?', 'count?', 'changes?']);
  });

  it('rather takes one that merging makes wrong than one that was wrong before', () => {
    const wrong = { kind: 'describe', question: 'wrong?', full: 'A sun.', low: 'A moon.' };
    const spoilt = { kind: 'at', question: 'spoilt?', low: 'A moon.' };
    expect(suggest(...scene(wrong, spoilt, ...steady), 0).at(-1)).toBe('spoilt?');
    expect(suggest(...scene(wrong, ...steady), 0).at(-1)).toBe('wrong?');
  });

  it('does not call an answer steady that changes at another budget only', () => {
    const shaky = { kind: 'describe', question: 'shaky?', high: 'A moon.' };
    expect(suggest(...scene(shaky, ...steady), 0)).not.toContain('shaky?');
    expect(suggest(...scene(shaky), 0)).toEqual(['shaky?']);
  });

  it('leaves questions whose answer is that nothing is there for the end', () => {
    const nothing = { kind: 'describe', question: 'nothing?', answer: 'Nothing.' };
    const background = { kind: 'bg', question: 'background?', answer: 'Red.' };
    expect(suggest(...scene(nothing, background), 0)).toEqual(['background?', 'nothing?']);
  });

  it('never suggests what is answered wrong and stays wrong', () => {
    const wrong = { kind: 'describe', question: 'wrong?', full: 'A sun.' };
    expect(suggest(...scene(wrong, { kind: 'bg', question: 'right?' }), 0)).toEqual(['right?']);
  });

  it('refuses a picture about which the model knows nothing', () => {
    const wrong = { kind: 'describe', question: 'wrong?', full: 'A sun.', low: 'A moon.' };
    expect(() => suggest(...scene(wrong), 0)).toThrow('answers no question about a.webp right');
  });

  it('always begins right, repeats nothing and ends with a change where there is one', () => {
    const text = fc.constantFrom('A star.', 'A moon.', 'Nothing.');
    const given = fc.record(
      { kind: fc.constantFrom('describe', 'at', 'bg', 'beside'), full: text, low: text, answer: text },
      { requiredKeys: ['kind', 'full', 'answer'] },
    );
    fc.assert(
      fc.property(fc.array(given, { minLength: 1, maxLength: 9 }), fc.nat(40), (list, turn) => {
        const [sample, answers] = scene(...list.map((one, index) => ({ ...one, question: `${index}?` })));
        fc.pre(answers.some(({ right }) => right));
        const chosen = suggest(sample, answers, turn);
        const said = chosen.map((question) => answers.find((one) => one.question === question)!);
        expect(said[0]?.right).toBe(true);
        expect(new Set(chosen).size).toBe(chosen.length);
        expect(chosen.length).toBeLessThanOrEqual(mostSuggestions);
        const changes = answers.some((one) => one.changes['dymu:low'] !== undefined);
        expect(changes && said.at(-1)?.changes['dymu:low'] === undefined).toBe(false);
      }),
    );
  });
});

describe('shelfScenes', () => {
  it('puts the opening picture first and keeps the order of the others', () => {
    const samples = ['a', 'b', 'c'].map((name): Sample => ({
      file: `${name}.webp`,
      title: name.toUpperCase(),
      ...(name === 'b' ? { opening: true } : {}),
      qa: [{ kind: 'bg', question: `${name}?`, answer: 'Red.' }],
    }));
    const asked = samples.map(({ file, qa }) => ({
      file,
      answers: qa.map(({ question, answer }) => ({ question, full: answer, right: true, changes: {} })),
    }));
    const answers = { version: 1 as const, device: 'cpu', precision: 'fp32', contents: {}, samples: asked };
    expect(shelfScenes(samples, answers)).toEqual([
      { kind: 'scene', file: 'samples/b.webp', title: 'B', questions: ['b?'] },
      { kind: 'scene', file: 'samples/a.webp', title: 'A', questions: ['a?'] },
      { kind: 'scene', file: 'samples/c.webp', title: 'C', questions: ['c?'] },
    ]);
  });

  it('knows the presets that the application has', () => {
    expect(mergedModes).toEqual(['dymu:high', 'dymu:mid', 'dymu:low']);
  });
});
