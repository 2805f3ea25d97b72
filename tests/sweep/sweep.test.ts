import { describe, expect, it } from 'vitest';
import { methods } from '../../src-engine/reduction/methods.ts';
import { firstChanges, joinRows, sweep } from '../../src-engine/sweep/sweep.ts';
import type { SweepBudget, SweepRequest, SweepRow } from '../../src-engine/engine.ts';
import { changesInWords, sweepCsv, sweepMarkdown } from '../../src-engine/sweep/tables.ts';
import { engineSubject } from '../support/engine-subject.ts';
import { createFakeEngine } from '../support/fake-engine.ts';

const budget = (words: string): SweepBudget => ({ words, request: methods.dymu.fromMode(words)! });
const asking = { image: { kind: 'file', path: '/a.png' }, question: 'What is it?' } as const;

/** Says "A red star." down to so small a share. */
const engineTo = (share: number) =>
  createFakeEngine({
    loaded: true,
    answer: (_, kept) => (kept >= share ? 'A red star.' : 'A | star, "blue"'),
  });

const rowsOf = (
  engine: ReturnType<typeof createFakeEngine>,
  request: SweepRequest,
  onProgress?: Parameters<typeof sweep>[2],
) => sweep(engineSubject(engine, request), request, onProgress);

async function all(rows: AsyncIterable<SweepRow>): Promise<SweepRow[]> {
  const found: SweepRow[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

describe('a sweep', () => {
  it('answers with all tokens first and then at every budget, and says where words change', async () => {
    const plan = { ...asking, budgets: ['75%', '50%', '25%'].map(budget), methods: ['dymu'] as const };
    const rows = await all(rowsOf(engineTo(0.3), plan));
    expect(rows.map((row) => [row.method, row.budget, row.sameAsFull])).toEqual([
      ['none', '100%', true],
      ['dymu', '75%', true],
      ['dymu', '50%', true],
      ['dymu', '25%', false],
    ]);
    const tokens = rows.map((row) => row.tokens);
    expect(tokens).toEqual(tokens.toSorted((a, b) => b - a));
    expect(firstChanges(rows)).toEqual([{ method: 'dymu', budget: '25%', tokens: tokens[3] }]);
    expect(changesInWords(rows)).toBe(`DyMU: the answer first changes at ${tokens[3]} tokens (25%).`);
  });

  it.each([[['dymu', 'tome', 'pool'] as const], [['tome', 'pool'] as const]])(
    'asks the other methods for what DyMU leaves of the picture: %j',
    async (asked) => {
      const dymu = await all(rowsOf(engineTo(0), { ...asking, budgets: [budget('50%')], methods: ['dymu'] }));
      const rows = await all(rowsOf(engineTo(0), { ...asking, budgets: [budget('50%')], methods: asked }));
      const own = rows.filter(({ method }) => method !== 'none');
      expect(own.map(({ method }) => method)).toEqual(asked);
      expect(new Set(own.map(({ tokens }) => tokens))).toEqual(new Set([dymu[1]!.tokens]));
    },
  );

  it('ends between two answers for whoever stops listening', async () => {
    let asked = 0;
    const engine = createFakeEngine({
      loaded: true,
      answer: () => {
        asked += 1;
        return 'A star.';
      },
    });
    const plan = { ...asking, budgets: ['50%', '25%'].map(budget), methods: ['dymu'] as const };
    for await (const row of rowsOf(engine, plan)) if (row.budget === '50%') break;
    expect(asked).toBe(2);
  });

  it('counts answers as progress', async () => {
    const stages: [string, number, number][] = [];
    const plan = { ...asking, budgets: [budget('50%')], methods: ['dymu', 'tome'] as const };
    const onProgress = ({ stage, done, total }: { stage: string; done: number; total: number }) => {
      stages.push([stage, done, total]);
    };
    await all(rowsOf(engineTo(0), plan, onProgress));
    expect(stages).toEqual([
      ['Answering with all tokens', 0, 3],
      ['Answering at 50%', 1, 3],
      ['Answering at 50%', 2, 3],
      ['Answered', 3, 3],
    ]);
  });
});

describe('shards of a sweep', () => {
  const plan = {
    ...asking,
    budgets: ['75%', '50%', '25%'].map(budget),
    methods: ['tome', 'dymu', 'pool'],
  } satisfies SweepRequest;

  it.each([2, 3, 7, 10, 12])('%i of them come to the rows of one machine, in any order', async (count) => {
    const one = await all(rowsOf(engineTo(0.6), plan));
    const parts: SweepRow[] = [];
    for (let index = count; index >= 1; index -= 1) {
      parts.push(...(await all(rowsOf(engineTo(0.6), { ...plan, shard: { index, count } }))));
    }
    expect(joinRows(parts)).toEqual(one);
    expect(firstChanges(joinRows(parts))).toEqual(firstChanges(one));
    expect(firstChanges(one).length).toBeGreaterThan(0);
  });

  it('do not say whether an answer changed where nobody asked with all tokens', async () => {
    const [row] = await all(rowsOf(engineTo(0), { ...plan, shard: { index: 3, count: 10 } }));
    expect(row).toMatchObject({ position: 2, method: 'dymu', budget: '75%', sameAsFull: null });
    expect(firstChanges([row!])).toEqual([]);
  });
});

describe('the tables of a sweep', () => {
  const rows = async () =>
    all(rowsOf(engineTo(0.6), { ...asking, budgets: ['75%', '50%'].map(budget), methods: ['dymu', 'tome'] }));

  it('quote what CSV must quote', async () => {
    const lines = sweepCsv(await rows()).split('\r\n');
    expect(lines[0]).toBe(
      'method,budget,tokens,same_as_full,encode_ms,prefill_ms,first_token_ms,tokens_per_second,text',
    );
    expect(lines).toHaveLength(7);
    expect(lines[4]).toMatch(/^dymu,50%,\d+,0,.*,"A \| star, ""blue"""$/);
  });

  it('keep the rows of Markdown whole', async () => {
    const page = sweepMarkdown(await rows(), { model: 'fake', image: '/a_b.png', question: 'What | is it?' });
    expect(page).toContain('# What \\| is it?\n\nfake about /a\\_b.png. DyMU: the answer first changes at ');
    const lines = page.split('\n').filter((line) => line.startsWith('|'));
    expect(lines).toHaveLength(7);
    for (const line of lines) expect(line.replaceAll('\\|', '').split('|')).toHaveLength(8);
    expect(lines.at(-1)).toContain('| ToMe | 50% |');
  });
});
