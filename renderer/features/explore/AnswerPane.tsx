/** One answer as a region: its name and state, its words, its figures. */
import { useRef } from 'react';
import type { AnswerResult } from '../../../src-engine/engine.ts';
import { methodOf } from '../../../src-engine/reduction/methods.ts';
import { ContextMenu } from '../../app/ContextMenu.tsx';
import { TermHelp } from '../../app/TermHelp.tsx';
import type { Command } from '../../commands/command.ts';
import { exportAnswers } from '../../commands/export.ts';
import { followUp, measure } from '../../commands/question.ts';
import { sweep } from '../../commands/sweep.ts';
import type { TurnPair } from '../../state/answers-slice.ts';
import type { Judgement } from '../../state/judging.ts';
import { displayedOf, isRunning, textOf, type PaneName, type Run } from '../../state/run.ts';
import { stateWords } from '../../words/run-words.ts';
import type { MarkedPart } from '../../../src-engine/report/word-diff.ts';
import { AnswerFacts } from './AnswerFacts.tsx';
import { AnswerText } from './AnswerText.tsx';
import { CopyAnswer } from './CopyAnswer.tsx';
import { TruthMark } from './TruthMark.tsx';
import { Turns } from './Turns.tsx';

interface Props {
  readonly name: PaneName;
  /** The region's name, always the same; the heading says what ran. */
  readonly title: string;
  readonly run: Run;
  /** Those before this answer, the oldest first. */
  readonly turns: readonly TurnPair[];
  readonly stale: string | null;
  readonly diff: readonly MarkedPart[] | undefined;
  readonly judgement: Judgement | null;
  /** The figures to show with a whole answer of this computer: medians where it was measured repeatedly. */
  readonly result: AnswerResult | undefined;
  readonly scaleMs: number;
}

export function AnswerPane({ name, title, run, turns, stale, diff, judgement, result, scaleMs }: Props) {
  const displayed = displayedOf(run);
  const pane = useRef<HTMLElement>(null);
  const text = textOf(run).trim();
  const menu = [[copyAnswer(text)], [measure, sweep, followUp], exportAnswers];
  const dim = stale !== null || (displayed !== null && run.kind !== displayed.kind);
  return (
    <section ref={pane} className={`answer answer-${name}`} aria-label={title} aria-busy={isRunning(run)}>
      <header>
        <span className="swatch" aria-hidden />
        <h2>{tokensOf(run) ?? title}</h2>
        <span className="answer-state">{stateWords(run, stale)}</span>
        {stale === null ? null : <TermHelp id="stale" />}
        <CopyAnswer text={text} title={title} />
      </header>
      <ContextMenu of={pane} label={title} sections={menu} />
      <div className="answer-body" data-dim={dim || undefined} tabIndex={0 /* long answers scroll */}>
        <Turns name={name} turns={turns} run={run} />
        <AnswerText run={run} diff={diff} name={name} />
        {judgement === null ? null : <TruthMark judgement={judgement} />}
        {displayed === null ? null : (
          <AnswerFacts standing={displayed} result={result} scaleMs={scaleMs} explains={name === 'full'} />
        )}
      </div>
    </section>
  );
}

const copyAnswer = (text: string): Command => ({
  id: 'copy-answer',
  label: 'Copy the answer',
  whyNot: () => (text === '' ? 'There is no answer yet.' : null),
  run: ({ session }) => void session.copyText(text),
});

/** What the tokens of the answer on screen are, by the method that ran; null before there is any. */
function tokensOf(run: Run): string | null {
  if (run.kind === 'idle') return null;
  const { reduction } = (displayedOf(run) ?? run).asked;
  const { tokens, label } = methodOf(reduction);
  return reduction.method === 'none' ? tokens : `${tokens} · ${label}`;
}
