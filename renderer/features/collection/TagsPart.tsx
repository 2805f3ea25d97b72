/** The user's own tags: put on the selected images, filtered by, renamed, removed. */
import { useRef, useState, type KeyboardEvent, type SyntheticEvent } from 'react';
import { Button } from 'react-aria-components';
import { useApp, useAppStore } from '../../app/context.ts';
import { TermHelp } from '../../app/TermHelp.tsx';
import { selectSelectedRows, selectTags } from '../../state/collection/selectors.ts';
import {
  longestTag,
  removeTag,
  renameTag,
  tagName,
  withTag,
  withoutTag,
  type Tags,
} from '../../state/collection/tags.ts';
import type { AppState } from '../../state/store.ts';
import { plural } from '../../../src-engine/report/units.ts';

const selectFilterTag = (state: AppState) => state.collectionFilter.tag;

export function TagsPart() {
  const store = useAppStore();
  const tags = useApp(selectTags);
  const selected = useApp(selectSelectedRows);
  const shown = useApp(selectFilterTag);
  const [text, setText] = useState('');
  const [renaming, setRenaming] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  /** A change can be taken back for as long as its notice is there. */
  const keep = (next: Tags, done: string) => {
    const { columns, setTags, notify } = store.getState();
    const folder = columns.source;
    setTags(folder, next);
    notify('info', done, { action: { label: 'Undo', run: () => setTags(folder, tags) } });
  };
  const paths = () => Array.from(selected, (row) => store.getState().columns.paths[row] ?? '');
  const follow = (from: string, to: string | null) => {
    if (shown === from) store.getState().filterCollection({ tag: to });
  };

  /** Whose button was pressed may be gone; keys go on in the field. */
  function rename(tag: string | null): void {
    setRenaming(tag);
    setText(tag ?? '');
    field.current?.focus();
  }

  function giveUp(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || renaming === null) return;
    event.stopPropagation();
    rename(null);
  }

  function add(event: SyntheticEvent): void {
    event.preventDefault();
    const name = tagName(text);
    if (name === '') return;
    if (renaming !== null) {
      keep(renameTag(tags, renaming, name), `The tag ${renaming} is called ${name} now.`);
      follow(renaming, name);
      setRenaming(null);
    } else keep(withTag(tags, name, paths()), `${plural(selected.length, 'image')} tagged ${name}.`);
    setText('');
  }

  return (
    <section className="panel" aria-labelledby="collection-tags">
      <header>
        <h2 id="collection-tags">Tags</h2>
        <TermHelp id="tags" />
      </header>
      <form className="tag-form" onSubmit={add}>
        <input
          ref={field}
          type="text"
          className="collection-field selectable"
          aria-label={renaming === null ? 'Tag for the selected images' : `New name for ${renaming}`}
          placeholder={renaming === null ? 'Tag' : renaming}
          maxLength={longestTag}
          value={text}
          onChange={({ target }) => setText(target.value)}
          onKeyDown={giveUp}
        />
        <Button
          type="submit"
          className="small-button"
          isDisabled={tagName(text) === '' || (renaming === null && selected.length === 0)}
        >
          {renaming === null
            ? selected.length === 0
              ? 'Tag the selected'
              : `Tag ${plural(selected.length, 'image')}`
            : 'Rename'}
        </Button>
      </form>
      <ul className="tag-list" aria-label="Tags of this folder">
        {Object.entries(tags).map(([tag, tagged]) => (
          <li key={tag}>
            <button
              type="button"
              className="link-button"
              aria-pressed={shown === tag}
              onClick={() => store.getState().filterCollection({ tag: shown === tag ? null : tag })}
            >
              {tag}
            </button>
            <span className="muted">{tagged.length.toLocaleString('en')}</span>
            <Button
              className="small-button"
              aria-label={`Take ${tag} off the selected images`}
              isDisabled={selected.length === 0}
              onPress={() =>
                keep(
                  withoutTag(tags, tag, paths()),
                  `${tag} was taken off ${plural(selected.length, 'selected image')}.`,
                )
              }
            >
              Take off
            </Button>
            <Button className="small-button" aria-label={`Rename ${tag}`} onPress={() => rename(tag)}>
              Rename
            </Button>
            <Button
              className="small-button"
              aria-label={`Remove ${tag}`}
              onPress={() => {
                keep(
                  removeTag(tags, tag),
                  `The tag ${tag} was removed from ${plural(tagged.length, 'image')}.`,
                );
                follow(tag, null);
                rename(null);
              }}
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
