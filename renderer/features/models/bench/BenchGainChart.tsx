/** Time against tokens kept, measured and by arithmetic. React renders, the geometry is charts/bench-chart.ts. */
import { useMemo } from 'react';
import type { BenchReport } from '../../../../src-engine/engine.ts';
import { formatPercent } from '../../../../src-engine/report/units.ts';
import { gainChart, measuredOf } from '../../../charts/bench-chart.ts';
import { benchFocus } from '../../../words/bench-words.ts';

const box = { width: 340, height: 200, left: 44, right: 22, top: 12, bottom: 40 };

export function BenchGainChart({ report }: { readonly report: BenchReport }) {
  const chart = useMemo(() => gainChart(report, box), [report]);
  const { name, plain } = benchFocus(report);
  const words = measuredOf(report)
    .map(({ budget, gain }) => {
      const ideal = formatPercent(1 / gain.idealSpeedup);
      return `${formatPercent(budget)} of the tokens: ${formatPercent(gain.medianMs / plain.medianMs)} of the time, ideal ${ideal}`;
    })
    .join('; ');
  return (
    <figure className="bench-figure">
      <figcaption>Time of {name}, all tokens = 100 %</figcaption>
      <svg viewBox={`0 0 ${box.width} ${box.height}`} role="img" aria-label={words}>
        {chart.yTicks.map(({ y, text }) => (
          <g key={text} className="chart-tick">
            <line x1={box.left} x2={box.width - box.right} y1={y} y2={y} />
            <text x={box.left - 6} y={y} dy="0.32em">
              {text}
            </text>
          </g>
        ))}
        {chart.xTicks.map(({ x, text }) => (
          <text key={text} className="bench-x" x={x} y={chart.base + 16}>
            {text}
          </text>
        ))}
        <text className="bench-x" x={(box.left + box.width - box.right) / 2} y={chart.base + 33}>
          visual tokens kept
        </text>
        <path className="bench-ideal" d={chart.ideal} />
        <path className="chart-line" d={chart.measured} />
        {chart.points.map(({ budget, x, y, top, bottom }) => (
          <g key={budget} className="bench-point">
            <line x1={x} x2={x} y1={top} y2={bottom} />
            <circle cx={x} cy={y} r={3.5} />
          </g>
        ))}
        <text className="bench-name bench-name-measured" x={box.width - box.right} y={chart.base - 22}>
          measured
        </text>
        <text className="bench-name" x={box.width - box.right} y={chart.base - 7}>
          by arithmetic, dashed
        </text>
      </svg>
    </figure>
  );
}
