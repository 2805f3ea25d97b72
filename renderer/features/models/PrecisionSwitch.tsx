/** In which precision the language model of the model in use is loaded, and what each needs in memory. */
import { useEffect, useId } from 'react';
import type { Inspection, LanguagePrecision, ModelInfo } from '../../../src-engine/engine.ts';
import { useApp, useSession } from '../../app/context.ts';
import { Segmented } from '../../controls/Segmented.tsx';
import type { AppState } from '../../state/store.ts';
import { precisionWords } from '../../words/hub-words.ts';
import { languageWords } from '../../words/language-words.ts';
import { wordsOf } from '../../words/reading-words.ts';

const selectLoading = (state: AppState) => state.model.kind === 'loading';
const selectInspections = (state: AppState) => state.inspections;

export function PrecisionSwitch({ info: { directory, device, precision } }: { readonly info: ModelInfo }) {
  const session = useSession();
  const loading = useApp(selectLoading);
  const looked = useApp(selectInspections)[directory];
  const what = useId();
  useEffect(() => {
    void session.library.inspect(directory);
  }, [session, directory]);
  // The engine refuses fp16 on the CPU, which multiplies no faster in it.
  const offered = languageWords.filter(({ value }) => value !== 'fp16' || device !== 'cpu');
  const options = offered.map(({ value, label, what: title }) => ({ value, label, title }));
  const chosen = offered.find(({ value }) => value === precision)?.value ?? 'fp32';
  return (
    <div className="tower-switch">
      <span aria-hidden>Language model</span>
      <Segmented<LanguagePrecision>
        label="Language model"
        options={options}
        value={chosen}
        disabled={loading ? options.map(({ value }) => value) : []}
        describedBy={what}
        onChange={(next) => void session.usePrecision(next)}
      />
      <p className="muted" id={what}>
        {wordsOf(languageWords, chosen).what}
      </p>
      {looked?.kind === 'ready' ? <Memory found={looked.inspection} /> : null}
    </div>
  );
}

function Memory({ found: { memories = [] } }: { readonly found: Inspection }) {
  if (memories.length === 0) return null;
  return <p className="muted selectable">Memory on the CPU: {memories.map(precisionWords).join('; ')}</p>;
}
