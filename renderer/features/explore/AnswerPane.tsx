/** One answer as a region: its name and state, its words, its figures. */
import type { AnswerResult } from '../../../src-engine/engine.ts';
import { methodOf } from '../../../src-engine/reduction/methods.ts';
import type { Judgement } from '../../state/judging.ts';
import { displayedOf, isRunning, textOf, type PaneName, type Run } from '../../state/run.ts';
import { stateWords } from '../../words/run-words.ts';
import type { MarkedPart } from '../../../src-engine/report/word-diff.ts';
import { AnswerFacts } from './AnswerFacts.tsx';
import { AnswerText } from './AnswerText.tsx';
import { CopyAnswer } from './CopyAnswer.tsx';
import { TruthMark } from './TruthMark.tsx';

interface Props {
  readonly name: PaneName;
  /** The region's name, always the same; the heading says what ran. */
  readonly title: string;
  readonly run: Run;
  readonly stale: string | null;
  readonly diff: readonly MarkedPart[] | undefined;
  readonly judgement: Judgement | null;
  /** The figures to show with a whole answer of this computer: medians where it was measured repeatedly. */
  readonly result: AnswerResult | undefined;
  readonly scaleMs: number;
}

export function AnswerPane({ name, title, run, stale, diff, judgement, result, scaleMs }: Props) {
  const displayed = displayedOf(run);
  const dim = stale !== null || (displayed !== null && run.kind !== displayed.kind);
  return (
    <section className={`answer answer-${name}`} aria-label={title} aria-busy={isRunning(run)}>
      <header>
        <span className="swatch" aria-hidden />
        <h2>{tokensOf(run) ?? title}</h2>
        <span className="answer-state">{stateWords(run, stale)}</span>
        <CopyAnswer text={textOf(run).trim()} title={title} />
      </header>
      <div className="answer-body" data-dim={dim || undefined} tabIndex={0 /* long answers scroll */}>
        <AnswerText run={run} diff={diff} name={name} />
        {judgement === null ? null : <TruthMark judgement={judgement} />}
        {displayed === null ? null : <AnswerFacts standing={displayed} result={result} scaleMs={scaleMs} />}
      </div>
    </section>
  );
}

/** What the tokens of the answer on screen are, by the method that ran; null before there is any. */
function tokensOf(run: Run): string | null {
  if (run.kind === 'idle') return null;
  const { reduction } = (displayedOf(run) ?? run).asked;
  const { tokens, label } = methodOf(reduction);
  return reduction.method === 'none' ? tokens : `${tokens} · ${label}`;
}
