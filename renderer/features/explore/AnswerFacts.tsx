/** The figures of a whole answer: its times as one stacked bar and what it read; of a recorded one only what may be said of another computer. */
import type { AnswerResult } from '../../../src-engine/engine.ts';
import { totalMs } from '../../../src-engine/report/stages.ts';
import { segmentsOf } from '../../charts/cost-bars.ts';
import type { Origin, RecordedRun, Standing } from '../../state/run.ts';
import { chosenWords } from '../../words/sampling-words.ts';
import { formatBytes, formatMs, formatRate } from '../../../src-engine/report/units.ts';

interface Props {
  readonly standing: Standing;
  /** Medians, where the answer was measured repeatedly. */
  readonly result: AnswerResult | undefined;
  readonly scaleMs: number;
}

export function AnswerFacts({ standing, result, scaleMs }: Props) {
  return standing.kind === 'done' ? (
    <Facts result={result ?? standing.result} scaleMs={scaleMs} origin={standing.origin} />
  ) : (
    <RecordedFacts recorded={standing} />
  );
}

interface FactsProps {
  readonly result: AnswerResult;
  readonly scaleMs: number;
  readonly origin: Origin | undefined;
}

function Facts({ result, scaleMs, origin }: FactsProps) {
  const { timings } = result;
  const segments = segmentsOf(timings, scaleMs);
  const chosen = chosenWords(result.decoding);
  return (
    <div className="facts">
      {origin === undefined ? null : (
        <p className="recorded-where">
          Answered on {origin.processor}, saved {origin.saved}
        </p>
      )}
      <div
        className="stack"
        role="img"
        aria-label={segments.map(({ name, ms }) => `${name} ${formatMs(ms)}`).join(', ')}
      >
        {segments.map((segment) => (
          <span
            key={segment.name}
            className={`stack-${segment.name}`}
            title={`${segment.name} ${formatMs(segment.ms)}`}
            style={{ '--share': segment.share }}
          />
        ))}
      </div>
      <ul className="fact-list">
        <li>
          <strong>{result.visualTokens}</strong>{' '}
          {result.visualTokens === 1 ? 'visual token' : 'visual tokens'}
        </li>
        <li>
          first token <strong>{formatMs(timings.firstTokenMs)}</strong>
        </li>
        <li>
          <strong>{formatRate(timings.tokensPerSecond)}</strong>
        </li>
        <li>
          peak <strong>{formatBytes(result.peakMemoryBytes)}</strong>
        </li>
        {result.reused === undefined ? null : (
          <li>
            <strong>{result.reused.rows}</strong> {result.reused.rows === 1 ? 'prompt row' : 'prompt rows'}{' '}
            reused
          </li>
        )}
        {chosen === null ? null : <li>{chosen}</li>}
      </ul>
    </div>
  );
}

/** No bar and no rate: nothing that could be held against the other pane while that one is of this computer. */
function RecordedFacts({ recorded }: { readonly recorded: RecordedRun }) {
  const { answer, machine } = recorded;
  return (
    <div className="facts">
      <p className="recorded-where">
        Recorded on {machine.processor}, {machine.date}
      </p>
      <ul className="fact-list">
        <li>
          <strong>{answer.visualTokens}</strong>{' '}
          {answer.visualTokens === 1 ? 'visual token' : 'visual tokens'}
        </li>
        <li>took {formatMs(totalMs(answer.cost))} there</li>
        <li>peak {formatBytes(answer.cost.peakMemoryBytes)}</li>
      </ul>
    </div>
  );
}
