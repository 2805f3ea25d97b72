/** The figures: all tokens first, then every budget; each time with its spread, its gain and what arithmetic would give. */
import type { BenchGain, BenchReport, BenchTimes } from '../../../../src-engine/engine.ts';
import {
  formatBytes,
  formatMs,
  formatPercent,
  formatRate,
  formatRatio,
} from '../../../../src-engine/report/units.ts';

const timed = [
  ['encode', 'Encode'],
  ['prefill', 'Prefill'],
  ['firstToken', 'First token'],
] as const;

export function BenchTable({ report }: { readonly report: BenchReport }) {
  const { plain, budgets } = report;
  const columns = timed.filter(([name]) => plain[name] !== undefined);
  const decodes = plain.decode !== undefined;
  return (
    <div className="bench-scroll" role="region" aria-label="Figures of the measurement" tabIndex={0}>
      <table className="bench-table selectable">
        <caption className="hidden-visually">
          Medians, with the shortest and longest run; gains against all tokens, measured and by arithmetic
        </caption>
        <thead>
          <tr>
            <th scope="col">Tokens kept</th>
            {columns.map(([name, title]) => (
              <th key={name} scope="col">
                {title}
              </th>
            ))}
            {decodes ? <th scope="col">Decode</th> : null}
            <th scope="col">Peak memory</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">
              All <span className="muted">{plain.tokens.toLocaleString('en')}, plain</span>
            </th>
            {columns.map(([name]) => (
              <td key={name}>
                <Time times={plain[name]} />
              </td>
            ))}
            {decodes ? <td>{decodeWords(plain.decode)}</td> : null}
            <td>{formatBytes(plain.peakMemoryBytes)}</td>
          </tr>
          {budgets.map((row) => (
            <tr key={row.budget}>
              <th scope="row">
                {formatPercent(row.budget)} <span className="muted">{row.tokens.toLocaleString('en')}</span>
              </th>
              {columns.map(([name]) => (
                <td key={name}>
                  <Time times={row[name]} gain={row[name]} />
                </td>
              ))}
              {decodes ? <td>{decodeWords(row.decode)}</td> : null}
              <td>{formatBytes(row.peakMemoryBytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface TimeProps {
  readonly times: BenchTimes | undefined;
  readonly gain?: BenchGain | undefined;
}

function Time({ times, gain }: TimeProps) {
  if (times === undefined) return <>–</>;
  return (
    <span title={spreadWords(times, gain)}>
      {formatMs(times.medianMs)}
      {gain === undefined ? null : (
        <span className="bench-gain">
          {formatRatio(gain.speedup)} <span className="muted">of {formatRatio(gain.idealSpeedup)} ideal</span>
        </span>
      )}
    </span>
  );
}

function spreadWords({ minMs, maxMs }: BenchTimes, gain: BenchGain | undefined): string {
  const range = `${formatMs(minMs)} to ${formatMs(maxMs)}`;
  return gain === undefined ? range : `${range}; ${formatPercent(gain.shareOfIdeal)} of the ideal`;
}

function decodeWords(decode: BenchReport['plain']['decode']) {
  if (decode === undefined) return '–';
  return (
    <span>
      {formatRate(decode.tokensPerSecond)}
      {decode.bandwidthShare === null ? null : (
        <span className="bench-gain muted">{formatPercent(decode.bandwidthShare)} of bandwidth</span>
      )}
    </span>
  );
}
