/** What the answers on screen cost, stage by stage, full above merged, on one scale: medians where they were measured repeatedly. */
import type { Comparison, Side } from '../../../src-engine/report/comparison.ts';
import { stageNames, type StageName } from '../../../src-engine/report/stages.ts';
import { formatMs } from '../../../src-engine/report/units.ts';
import { besideWords } from '../../../src-engine/report/words.ts';
import { TermHelp } from '../../app/TermHelp.tsx';
import { useComparison } from './use-comparison.ts';

/** What merging can change stands first; reading the picture costs both ways the same. */
const order: readonly StageName[] = [...stageNames.filter((name) => name !== 'preprocess'), 'preprocess'];

export function CostPanel() {
  const compared = useComparison();
  if (compared === null) return null;
  const { comparison } = compared;
  const { full, reduced } = comparison;
  const most = Math.max(...order.flatMap((name) => [medianOf(full, name), medianOf(reduced, name)]));
  return (
    <section className="panel cost" aria-labelledby="cost-title">
      <header>
        <h2 id="cost-title">Cost of the last answer</h2>
        <span className="muted">{runsWords(comparison)}</span>
        <TermHelp id="prefill" />
      </header>
      <table>
        <thead className="hidden-visually">
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">All tokens, then fewer</th>
          </tr>
        </thead>
        <tbody>
          {order.map((name) => (
            <tr key={name} className={`cost-row-${name}`}>
              <th scope="row">{name}</th>
              <td>
                <CostBar kind="full" side={full} name={name} most={most} />
                <CostBar kind="merged" side={reduced} name={name} most={most} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="cost-beside muted">{besideWords(comparison)}</p>
    </section>
  );
}

function medianOf({ spreads }: Side, name: StageName): number {
  return spreads[`${name}Ms`].median;
}

function runsWords({ runs, leftOut }: Comparison): string {
  if (runs === 0 && leftOut.by.length === 0) return 'one run each, continued from an earlier answer';
  if (runs === 0)
    return leftOut.runs === 1 ? 'one disturbed run each' : `${leftOut.runs} disturbed runs each`;
  return runs === 1 ? 'one run each' : `median of ${runs} runs`;
}

interface BarProps {
  readonly kind: 'full' | 'merged';
  readonly side: Side;
  readonly name: StageName;
  readonly most: number;
}

function CostBar({ kind, side, name, most }: BarProps) {
  const { median, min, max } = side.spreads[`${name}Ms`];
  return (
    <span
      className={`cost-bar cost-${kind}`}
      title={min === max ? undefined : `${formatMs(min)} to ${formatMs(max)}`}
    >
      <span style={{ '--share': median / most }} />
      <span>{formatMs(median)}</span>
    </span>
  );
}
