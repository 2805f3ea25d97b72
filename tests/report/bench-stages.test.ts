import { describe, expect, it } from 'vitest';
import { stageRows } from '../../src-engine/report/bench-stages.ts';
import { fakeBench } from '../support/fake-bench.ts';

const encoder = fakeBench({ subject: { kind: 'shape', shape: 'clip-l-336' }, budgets: [0.5, 0.25] });
const whole = fakeBench({ subject: { kind: 'shape', shape: 'embedded' }, budgets: [0.5] });

describe('stageRows', () => {
  it('puts all tokens first and has the stages that were measured', () => {
    const [all, half] = stageRows(whole);
    expect([all?.label, half?.label]).toEqual(['All tokens', '50 %']);
    expect(all?.stages.map(({ name }) => name)).toEqual(['preprocess', 'encode', 'project', 'prefill']);
    expect(all?.totalMs).toBe(5050);
    expect(all?.stages.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(stageRows(encoder)[0]?.stages.map(({ name }) => name)).toEqual(['preprocess', 'encode']);
  });
});
