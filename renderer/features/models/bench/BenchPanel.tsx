/** What would it bring here? Times of a published shape, or of the model in use, on this computer at several budgets: chosen, measured, shown, kept until the window closes. */
import { useEffect, useRef } from 'react';
import { useApp, useAppStore } from '../../../app/context.ts';
import { Help } from '../../../controls/Help.tsx';
import { selectBenchReport } from '../../../state/selectors.ts';
import type { AppState } from '../../../state/store.ts';
import { BenchForm } from './BenchForm.tsx';
import { BenchProgress } from './BenchProgress.tsx';
import { BenchResult } from './BenchResult.tsx';

const selectAsked = (state: AppState) => state.benchAsked;

export function BenchPanel() {
  const report = useApp(selectBenchReport);
  const asked = useApp(selectAsked);
  const store = useAppStore();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!asked) return;
    heading.current?.scrollIntoView({ block: 'start' });
    heading.current?.focus();
    store.getState().askForBench(false);
  }, [asked, store]);
  return (
    <section className="bench" aria-labelledby="bench-title">
      <header>
        <h3 id="bench-title" ref={heading} tabIndex={-1}>
          What would it bring here?
        </h3>
        <Help term="Measuring this computer">
          Times hang on shapes, not on what weights say. So the encoder and decoder of a model can be timed
          with weights made by chance before anything is downloaded. Every budget runs in turn with the plain
          graph, and the ideal is what multiply-adds alone would give: theory.
        </Help>
      </header>
      <p className="muted models-note">
        Measures on this computer what merging saves at 100, 68, 34 and 15 % of the tokens. Nothing is
        downloaded; weights made by chance are kept in the cache folder. While it runs, tokens and answers
        wait.
      </p>
      <BenchForm />
      <BenchProgress />
      {report === null ? null : <BenchResult report={report} />}
    </section>
  );
}
