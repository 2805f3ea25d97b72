/** What would it bring here? Times of a published shape, or of the model in use, on this computer at several budgets: chosen, measured, shown, kept until the window closes. */
import { useEffect, useRef } from 'react';
import { useApp, useAppStore } from '../../../app/context.ts';
import { TermHelp } from '../../../app/TermHelp.tsx';
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
        <TermHelp id="measuring-here" />
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
