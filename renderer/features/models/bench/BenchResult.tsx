/** What was measured: a sentence for every budget, the figures, two charts, what belongs beside them, and the ways to take it along. */
import { Button } from 'react-aria-components';
import type { BenchReport } from '../../../../src-engine/engine.ts';
import { useSession } from '../../../app/context.ts';
import { NoteList } from '../../../controls/NoteList.tsx';
import { benchCsvFile, benchJsonFile, benchSvgFile, type BenchFile } from '../../../words/bench-files.ts';
import { benchCircumstances, benchNotes, benchSentence } from '../../../words/bench-words.ts';
import { BenchGainChart } from './BenchGainChart.tsx';
import { BenchStageBars } from './BenchStageBars.tsx';
import { BenchTable } from './BenchTable.tsx';

export function BenchResult({ report }: { readonly report: BenchReport }) {
  const session = useSession();
  const save = (file: BenchFile) => void session.saveText(file.name, file.text);
  return (
    <div className="bench-result" role="group" aria-label={`Measured: ${report.shape}`}>
      <ul className="bench-sentences selectable">
        {report.budgets.map((row) => (
          <li key={row.budget}>{benchSentence(report, row)}</li>
        ))}
      </ul>
      <div className="bench-charts">
        <BenchGainChart report={report} />
        <BenchStageBars report={report} />
      </div>
      <BenchTable report={report} />
      <p className="muted selectable bench-circumstances">{benchCircumstances(report)}</p>
      <NoteList notes={benchNotes(report)} fold />
      <p className="bench-ways">
        <Button className="button" onPress={() => save(benchCsvFile(report))}>
          Export CSV…
        </Button>
        <Button className="button" onPress={() => save(benchJsonFile(report))}>
          Export JSON…
        </Button>
        <Button className="button" onPress={() => save(benchSvgFile(report))}>
          Export SVG…
        </Button>
      </p>
    </div>
  );
}
