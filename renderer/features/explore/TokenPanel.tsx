/** The pinned group's lineage, and everything on the canvas as a table. */
import { PinOff } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../controls/IconButton.tsx';
import type { Grid } from '../../../src-engine/merging/coordinates.ts';
import { gridOf } from '../../overlay/overlay-model.ts';
import { TermHelp } from '../../app/TermHelp.tsx';
import { useApp, useAppStore } from '../../app/context.ts';
import { selectLayer, selectView } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { plural } from '../../../src-engine/report/units.ts';
import {
  droppedWords,
  joinedParts,
  kindWords,
  partWords,
  placeOf,
  tokenStories,
  type JoinedPart,
  type TokenStory,
} from '../../words/token-words.ts';
import { TokenTable } from './TokenTable.tsx';

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
        {pinned === undefined ? <Hint /> : <Unpin />}
      </header>
      {pinned === undefined ? null : (
        <Lineage
          story={pinned}
          parts={joinedParts(view, layer, pinned)}
          grid={grid}
          kind={kindWords(view, layer, pinned.token)}
        />
      )}
      {droppedWords(view, layer) === null ? null : <p className="muted">{droppedWords(view, layer)}</p>}
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>All tokens as a table</summary>
        {open ? <TokenTable view={view} stories={stories} layer={layer} /> : null}
      </details>
    </section>
  );
}

function Hint() {
  return (
    <>
      <span className="muted">
        click a <TermHelp id="group" word="group" /> to pin it
      </span>
      <TermHelp id="visual-tokens" />
    </>
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
  readonly parts: readonly JoinedPart[];
  readonly grid: Grid;
  readonly kind: string;
}

function Lineage({ story, parts, grid, kind }: LineageProps) {
  return (
    <div className="lineage">
      <p>
        <strong>Token {story.token + 1}</strong> · {plural(story.patches.length, 'patch', 'patches')}, first
        at {placeOf(story.patches[0] ?? 0, grid)}
        {kind === '' ? '' : `, ${kind}`}
      </p>
      {story.joins.length === 0 ? <p className="muted">No other patch joined it.</p> : null}
      <ol>
        {parts.map((part) => (
          <li key={`${part.layer} ${part.patches[0]}`}>{partWords(part, grid)}</li>
        ))}
      </ol>
    </div>
  );
}
