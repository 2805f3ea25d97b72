/** Where the time goes at every budget, stage by stage, on one scale. */
import type { BenchReport } from '../../../../src-engine/engine.ts';
import { stageRows } from '../../../../src-engine/report/bench-stages.ts';
import { formatMs, formatPercent } from '../../../../src-engine/report/units.ts';

export function BenchStageBars({ report }: { readonly report: BenchReport }) {
  const rows = stageRows(report);
  const names = rows[0]?.stages.map(({ name }) => name) ?? [];
  return (
    <figure className="bench-figure">
      <figcaption>Where the time goes: the median of every stage, and their sum</figcaption>
      <ul className="bench-bars" aria-label="Time by stage">
        {rows.map(({ label, kind, stages, totalMs }) => (
          <li key={`${kind} ${label}`} className={`bench-bar-${kind}`}>
            <span>{label}</span>
            <span
              className="bench-stack"
              role="img"
              aria-label={stages
                .map(({ name, ms }) => `${name} ${formatMs(ms)}, ${formatPercent(ms / totalMs)}`)
                .join('; ')}
            >
              {stages.map(({ name, ms, share }) => (
                <span
                  key={name}
                  className={`stack-${name}`}
                  title={`${name} ${formatMs(ms)}`}
                  style={{ '--share': share }}
                />
              ))}
            </span>
            <span className="muted">{formatMs(totalMs)}</span>
          </li>
        ))}
      </ul>
      <p className="bench-legend muted" aria-hidden>
        {names.map((name) => (
          <span key={name} className={`bench-key stack-${name}`}>
            {name}
          </span>
        ))}
      </p>
    </figure>
  );
}
