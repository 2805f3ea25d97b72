/** The pinned group's lineage, and everything on the canvas as a table. */
import { PinOff } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../controls/IconButton.tsx';
import type { Grid } from '../../../src-engine/merging/coordinates.ts';
import { gridOf } from '../../overlay/overlay-model.ts';
import { useApp, useAppStore } from '../../app/context.ts';
import { selectLayer, selectView } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { plural } from '../../../src-engine/report/units.ts';
import {
  droppedWords,
  joinWords,
  kindWords,
  placeOf,
  tokenStories,
  type TokenStory,
} from '../../words/token-words.ts';

const selectPin = (state: AppState) => state.choices.pin;

export function TokenPanel() {
  const view = useApp(selectView);
  const layer = useApp(selectLayer);
  const pin = useApp(selectPin);
  const [open, setOpen] = useState(false);
  if (view === null || layer === null) return null;
  const grid = gridOf(view);
  const stories = pin === null && !open ? [] : tokenStories(view, layer);
  const pinned = pin === null ? undefined : stories.find(({ patches }) => patches.includes(pin));
  return (
    <section
      className="panel tokens"
      data-pinned={pinned !== undefined || undefined}
      aria-labelledby="tokens-title"
    >
      <header>
        <h2 id="tokens-title">{pinned === undefined ? 'Tokens' : 'Pinned token'}</h2>
        {pinned === undefined ? <span className="muted">click a group to pin it</span> : <Unpin />}
      </header>
      {pinned === undefined ? null : (
        <Lineage story={pinned} grid={grid} kind={kindWords(view, layer, pinned.token)} />
      )}
      {droppedWords(view, layer) === null ? null : <p className="muted">{droppedWords(view, layer)}</p>}
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>All tokens as a table</summary>
        {open ? <TokenTable stories={stories} grid={grid} layer={layer} /> : null}
      </details>
    </section>
  );
}

function Unpin() {
  const store = useAppStore();
  return (
    <IconButton label="Unpin" keys="Esc" onPress={() => store.getState().choose({ pin: null })}>
      <PinOff aria-hidden size="0.875rem" />
    </IconButton>
  );
}

interface LineageProps {
  readonly story: TokenStory;
  readonly grid: Grid;
  readonly kind: string;
}

function Lineage({ story, grid, kind }: LineageProps) {
  return (
    <div className="lineage">
      <p>
        <strong>Token {story.token + 1}</strong> · {plural(story.patches.length, 'patch', 'patches')}, first
        at {placeOf(story.patches[0] ?? 0, grid)}
        {kind === '' ? '' : `, ${kind}`}
      </p>
      {story.joins.length === 0 ? <p className="muted">No other patch joined it.</p> : null}
      <ol>
        {story.joins.map((join) => (
          <li key={join.layer}>{joinWords(join)}</li>
        ))}
      </ol>
    </div>
  );
}

interface TableProps {
  readonly stories: readonly TokenStory[];
  readonly grid: Grid;
  readonly layer: number;
}

function TokenTable({ stories, grid, layer }: TableProps) {
  return (
    <div className="token-table" tabIndex={0} role="region" aria-label="Table of tokens">
      <table>
        <caption className="hidden-visually">Tokens after layer {layer}</caption>
        <thead>
          <tr>
            <th scope="col">Token</th>
            <th scope="col">Patches</th>
            <th scope="col">First patch</th>
            <th scope="col">Joined at layer</th>
          </tr>
        </thead>
        <tbody>
          {stories.map((story) => (
            <tr key={story.token}>
              <th scope="row">{story.token + 1}</th>
              <td>{story.patches.length}</td>
              <td>{placeOf(story.patches[0] ?? 0, grid)}</td>
              <td>{story.joins.map((join) => join.layer).join(', ') || '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
