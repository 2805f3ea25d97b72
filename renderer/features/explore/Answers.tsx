/** Two answers and the verdict between them. */
import { useEffect, useMemo, useRef } from 'react';
import { totalMs } from '../../../src-engine/report/stages.ts';
import { sideOfDiff, wordDiff, type MarkedPart } from '../../../src-engine/report/word-diff.ts';
import { useApp, useAppStore, useSettled } from '../../app/context.ts';
import { scrollTogether } from '../../controls/scroll-together.ts';
import {
  displayedOf,
  finishedOf,
  isRunning,
  reductionKey,
  staleReason,
  wordsOf,
  type AnswerPair,
  type PaneName,
} from '../../state/run.ts';
import {
  selectAnswers,
  selectImage,
  selectAbout,
  selectReduction,
  selectModelInfo,
  selectReach,
} from '../../state/selectors.ts';
import { selectTurns } from '../../state/conversation.ts';
import { judgementOf, type Judgement } from '../../state/judging.ts';
import type { AppState } from '../../state/store.ts';
import { selectSeveral } from '../../state/subject.ts';
import { pairJudgementWords } from '../../words/trust-words.ts';
import { AnswerPane } from './AnswerPane.tsx';
import { useComparison } from './use-comparison.ts';
import { VerdictView } from './VerdictView.tsx';

/** What is known is known of single pictures. */
const selectLoneImage = (state: AppState) => (selectSeveral(state) ? null : selectImage(state));
const selectAskedKey = (state: AppState) => {
  const reduction = selectReduction(state);
  return reduction === null ? null : reductionKey(reduction);
};
const selectEmbedded = (state: AppState) => state.embedded;
const selectVirtualUnmerging = (state: AppState) => state.choices.virtualUnmerging;
const selectSampling = (state: AppState) => state.choices.sampling;

export function Answers() {
  const pair = useApp(selectAnswers);
  const turns = useApp(selectTurns);
  const beyond = useApp(selectReach).kind === 'beyond';
  const judgements = useJudgements(pair);
  const stale = useStale(pair);
  const diff = useDiff(pair);
  const compared = useComparison();
  const results = {
    full: compared?.comparison.full.answer ?? finishedOf(pair.full)?.result,
    merged: compared?.comparison.reduced.answer ?? finishedOf(pair.merged)?.result,
  };
  const scaleMs = Math.max(
    0,
    ...Object.values(results).map((result) => (result === undefined ? 0 : totalMs(result.timings))),
  );
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => (box.current === null ? undefined : scrollTogether(box.current, '.answer-body')), []);
  return (
    <div ref={box} className="answers">
      <AnswerPane
        name="full"
        title="All tokens"
        run={pair.full}
        turns={turns}
        stale={stale.full}
        diff={diff?.full}
        judgement={judgements.full}
        result={results.full}
        scaleMs={scaleMs}
      />
      <VerdictView
        pair={pair}
        compared={compared}
        stale={stale.merged !== null}
        beyond={beyond}
        truth={pairJudgementWords(judgements.full, judgements.merged)}
      />
      <AnswerPane
        name="merged"
        title="Merged tokens"
        run={pair.merged}
        turns={turns}
        stale={stale.merged}
        diff={diff?.merged}
        judgement={judgements.merged}
        result={results.merged}
        scaleMs={scaleMs}
      />
    </div>
  );
}

function useStale(pair: AnswerPair): { readonly full: string | null; readonly merged: string | null } {
  const store = useAppStore();
  const key = useSettled(selectAskedKey);
  const info = useApp(selectModelInfo);
  const virtualUnmerging = useApp(selectVirtualUnmerging);
  const sampling = useApp(selectSampling);
  const about = useApp(selectAbout);
  return useMemo(() => {
    const reduction = key === null ? null : selectReduction(store.getState());
    if (reduction === null || info === null || about === null) return { full: null, merged: null };
    const { directory: model, imageBackend, tower, precision } = info;
    const now = { model, imageBackend, tower, precision, ...about, virtualUnmerging, sampling };
    return {
      full: staleReason(pair.full, { ...now, reduction: { method: 'none' } }),
      merged: staleReason(pair.merged, { ...now, reduction }),
    };
  }, [pair, key, info, virtualUnmerging, sampling, about, store]);
}

interface MarkedAnswers {
  readonly full: readonly MarkedPart[];
  readonly merged: readonly MarkedPart[];
}

function useJudgements({ full, merged }: AnswerPair): Readonly<Record<PaneName, Judgement | null>> {
  const image = useApp(selectLoneImage);
  const embedded = useApp(selectEmbedded);
  return useMemo(
    () => ({
      full: judgementOf(displayedOf(full), image, embedded),
      merged: judgementOf(displayedOf(merged), image, embedded),
    }),
    [full, merged, image, embedded],
  );
}

/** Only when both panes show whole answers, of one computer and to one question: half an answer differs in everything. */
function useDiff({ full, merged }: AnswerPair): MarkedAnswers | null {
  return useMemo(() => {
    const [left, right] = [displayedOf(full), displayedOf(merged)];
    if (left === null || right === null || left.kind !== right.kind) return null;
    if (isRunning(full) || isRunning(merged)) return null;
    if (left.asked.question !== right.asked.question) return null;
    const diff = wordDiff(wordsOf(left).trim(), wordsOf(right).trim());
    return { full: sideOfDiff(diff, 'full'), merged: sideOfDiff(diff, 'reduced') };
  }, [full, merged]);
}
