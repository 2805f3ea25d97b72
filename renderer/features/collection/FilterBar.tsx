/** Which images are shown: words, folder, tag, and ranges of their numbers. */
import { useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { useApp, useAppStore } from '../../app/context.ts';
import { noFilter, rangeFields, type CollectionFilter, type Range } from '../../state/collection/order.ts';
import { selectTags, selectUnit } from '../../state/collection/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { fieldName } from './field-names.ts';
import { RangeFields } from './RangeFields.tsx';

const selectFilter = (state: AppState) => state.collectionFilter;
const selectFolders = (state: AppState) => state.columns.folders;

export function FilterBar() {
  const store = useAppStore();
  const filter = useApp(selectFilter);
  const unit = useApp(selectUnit);
  const folders = useApp(selectFolders);
  const tags = Object.keys(useApp(selectTags));
  const [open, setOpen] = useState(false);
  const words = useRef<HTMLInputElement>(null);
  const change = (changes: Partial<CollectionFilter>) => store.getState().filterCollection(changes);
  const setRange = (field: (typeof rangeFields)[number], range: Range) => {
    const unbounded = range.from === null && range.to === null;
    const others = Object.fromEntries(Object.entries(filter.ranges).filter(([name]) => name !== field));
    change({ ranges: unbounded ? others : { ...others, [field]: range } });
  };
  const active =
    Object.keys(filter.ranges).length + (filter.jpegOnly ? 1 : 0) + (filter.selectedOnly ? 1 : 0);
  const filtered = active > 0 || filter.text !== '' || filter.folder !== null || filter.tag !== null;
  return (
    <div className="collection-filter" role="search" aria-label="Filter the images">
      <input
        ref={words}
        type="search"
        className="collection-field collection-search selectable"
        aria-label="Name or folder contains"
        placeholder="Name or folder"
        value={filter.text}
        onChange={({ target }) => change({ text: target.value })}
      />
      <Choice
        label="Folder"
        all="All folders"
        value={filter.folder}
        options={folders.filter((name) => name !== '').toSorted()}
        onChange={(folder) => change({ folder })}
      />
      <Choice
        label="Tag"
        all="Any tag"
        value={filter.tag}
        options={tags}
        onChange={(tag) => change({ tag })}
      />
      <Button
        className="button"
        aria-expanded={open}
        aria-controls="collection-ranges"
        onPress={() => setOpen(!open)}
      >
        Filters{active > 0 ? ` (${active})` : ''}
      </Button>
      {filtered ? (
        <Button
          className="button"
          onPress={() => {
            change(noFilter);
            words.current?.focus(); // the button goes with what it has undone
          }}
        >
          Show all
        </Button>
      ) : null}
      <div id="collection-ranges" className="collection-ranges" hidden={!open}>
        {rangeFields.map((field) => (
          <RangeFields
            key={field}
            label={fieldName(field, unit)}
            range={filter.ranges[field] ?? { from: null, to: null }}
            scale={field === 'share' ? 100 : field === 'pixels' ? 1e-6 : 1}
            unit={field === 'share' ? '%' : field === 'pixels' ? 'MP' : ''}
            onChange={(range) => setRange(field, range)}
          />
        ))}
        <label className="collection-check">
          <input
            type="checkbox"
            checked={filter.jpegOnly}
            onChange={({ target }) => change({ jpegOnly: target.checked })}
          />
          JPEG files only
        </label>
        <label className="collection-check">
          <input
            type="checkbox"
            checked={filter.selectedOnly}
            onChange={({ target }) => change({ selectedOnly: target.checked })}
          />
          Selected only
        </label>
      </div>
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly all: string;
  readonly value: string | null;
  readonly options: readonly string[];
  readonly onChange: (value: string | null) => void;
}

function Choice({ label, all, value, options, onChange }: ChoiceProps) {
  if (options.length === 0) return null;
  return (
    <select
      className="select"
      aria-label={label}
      value={value ?? ''}
      onChange={({ target }) => onChange(target.value === '' ? null : target.value)}
    >
      <option value="">{all}</option>
      {options.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}
