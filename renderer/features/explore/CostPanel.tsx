/** What the last answers cost, stage by stage, full above merged, on one scale. */
import { stagesOf } from '../../../src-engine/report/stages.ts';
import { useApp } from '../../app/context.ts';
import { selectAnswers } from '../../state/selectors.ts';
import { finishedOf } from '../../state/run.ts';
import { formatMs } from '../../../src-engine/report/units.ts';

export function CostPanel() {
  const { full, merged } = useApp(selectAnswers);
  const results = [finishedOf(full)?.result, finishedOf(merged)?.result];
  const [fullResult, mergedResult] = results;
  if (fullResult === undefined || mergedResult === undefined) return null;
  const fullStages = stagesOf(fullResult.timings);
  const mergedStages = stagesOf(mergedResult.timings);
  const most = Math.max(...[...fullStages, ...mergedStages].map((stage) => stage.ms));
  return (
    <section className="panel cost" aria-labelledby="cost-title">
      <header>
        <h2 id="cost-title">Cost of the last answer</h2>
        <span className="muted">one run each</span>
      </header>
      <table>
        <thead className="hidden-visually">
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">All tokens, then merged tokens</th>
          </tr>
        </thead>
        <tbody>
          {fullStages.map((stage, i) => (
            <tr key={stage.name}>
              <th scope="row">{stage.name}</th>
              <td>
                <CostBar kind="full" ms={stage.ms} most={most} />
                <CostBar kind="merged" ms={mergedStages[i]?.ms ?? 0} most={most} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface BarProps {
  readonly kind: 'full' | 'merged';
  readonly ms: number;
  readonly most: number;
}

function CostBar({ kind, ms, most }: BarProps) {
  return (
    <span className={`cost-bar cost-${kind}`}>
      <span style={{ '--share': ms / most }} />
      <span>{formatMs(ms)}</span>
    </span>
  );
}
