/** In which form the vision encoder of the model in use is loaded, and what that changes. */
import { useId } from 'react';
import type { ModelInfo } from '../../../src-engine/engine.ts';
import { useApp, useSession } from '../../app/context.ts';
import { Segmented } from '../../controls/Segmented.tsx';
import type { AppState } from '../../state/store.ts';
import { wordsOf } from '../../words/reading-words.ts';
import { towerWords } from '../../words/tower-words.ts';

const selectLoading = (state: AppState) => state.model.kind === 'loading';
const options = towerWords.map(({ value, label, what }) => ({ value, label, title: what }));

export function TowerSwitch({ info: { tower } }: { readonly info: ModelInfo }) {
  const session = useSession();
  const loading = useApp(selectLoading);
  const what = useId();
  return (
    <div className="tower-switch">
      <span aria-hidden>Vision encoder</span>
      <Segmented
        label="Vision encoder"
        options={options}
        value={tower}
        disabled={loading ? options.map(({ value }) => value) : []}
        describedBy={what}
        onChange={(next) => void session.useTower(next)}
      />
      <p className="muted" id={what}>
        {wordsOf(towerWords, tower).what}
      </p>
    </div>
  );
}
