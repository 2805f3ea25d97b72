/** The figures of a whole answer: its times as one stacked bar and what it read; of a recorded one only what may be said of another computer. */
import type { AnswerResult } from '../../../src-engine/engine.ts';
import { TermHelp } from '../../app/TermHelp.tsx';
import { totalMs } from '../../../src-engine/report/stages.ts';
import { segmentsOf } from '../../charts/cost-bars.ts';
import type { Origin, RecordedRun, Standing } from '../../state/run.ts';
import type { AskedPicture } from '../../state/subject.ts';
import { shareWords } from '../../words/subject-words.ts';
import { chosenWords } from '../../words/sampling-words.ts';
import type { TermId } from '../../words/terms.ts';
import { formatBytes, formatMs, formatRate } from '../../../src-engine/report/units.ts';

interface Props {
  readonly standing: Standing;
  /** Medians, where the answer was measured repeatedly. */
  readonly result: AnswerResult | undefined;
  readonly scaleMs: number;
  /** Whether its terms explain themselves: in the first pane only. */
  readonly explains: boolean;
}

export function AnswerFacts({ standing, result, scaleMs, explains }: Props) {
  return standing.kind === 'done' ? (
    <Facts
      result={result ?? standing.result}
      scaleMs={scaleMs}
      origin={standing.origin}
      explains={explains}
      pictures={standing.asked.pictures}
    />
  ) : (
    <RecordedFacts recorded={standing} />
  );
}

interface FactsProps {
  readonly result: AnswerResult;
  readonly scaleMs: number;
  readonly origin: Origin | undefined;
  readonly explains: boolean;
  readonly pictures: readonly AskedPicture[] | undefined;
}

function Facts({ result, scaleMs, origin, explains, pictures }: FactsProps) {
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
          <Word
            id="visual-tokens"
            word={result.visualTokens === 1 ? 'visual token' : 'visual tokens'}
            explains={explains}
          />
        </li>
        <Shares result={result} pictures={pictures} />
        <li>
          <Word id="first-token" word="first token" explains={explains} />{' '}
          <strong>{formatMs(timings.firstTokenMs)}</strong>
        </li>
        <li>
          <strong>{formatRate(timings.tokensPerSecond)}</strong>
        </li>
        <li>
          peak <strong>{formatBytes(result.peakMemoryBytes)}</strong>
        </li>
        {result.reused === undefined ? null : (
          <li>
            <strong>{result.reused.rows}</strong>{' '}
            <Word
              id="rows"
              word={result.reused.rows === 1 ? 'prompt row' : 'prompt rows'}
              explains={explains}
            />{' '}
            reused
          </li>
        )}
        {chosen === null ? null : <li>{chosen}</li>}
      </ul>
    </div>
  );
}

interface WordProps {
  readonly id: TermId;
  readonly word: string;
  readonly explains: boolean;
}

function Word({ id, word, explains }: WordProps) {
  return explains ? <TermHelp id={id} word={word} /> : word;
}

/** Of several pictures what each keeps, and which share of the prompt's visual tokens that is. */
function Shares({ result: { shares = [] }, pictures }: Pick<FactsProps, 'result' | 'pictures'>) {
  if (shares.length === 0) return null;
  const all = shares.reduce((sum, { tokens }) => sum + tokens, 0);
  const words = shares.map(({ tokens, fullTokens, frames = 1 }, index) => {
    const first = shares.slice(0, index).reduce((sum, share) => sum + (share.frames ?? 1), 0);
    const names = (pictures ?? []).slice(first, first + frames).map(({ name }) => name);
    const whose = names.length === 0 ? `image ${index + 1}` : names.join(' and ');
    return shareWords(whose, tokens, fullTokens, all);
  });
  return (
    <li className="shares" title={words.join('\n')}>
      <span className="hidden-visually">{words.join('; ')}</span>
      <span aria-hidden>{shares.map(({ tokens }) => tokens).join(' + ')}</span>
    </li>
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
