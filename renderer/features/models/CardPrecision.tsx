/** In which precision the language model of a model that is not in use will be loaded, with the memory that each needs. */
import { useId } from 'react';
import type { LanguagePrecision } from '../../../src-engine/engine.ts';
import { formatBytes } from '../../../src-engine/report/units.ts';
import { useApp, useAppStore } from '../../app/context.ts';
import { Segmented } from '../../controls/Segmented.tsx';
import { exactPrecision } from '../../state/model-slice.ts';
import { precisionWords } from '../../words/hub-words.ts';
import { languageWords } from '../../words/language-words.ts';

interface Props {
  readonly name: string;
  readonly directory: string;
}

/** Nothing where the folder has not been looked into, does not run, or has no language model. */
export function CardPrecision({ name, directory }: Props) {
  const store = useAppStore();
  const found = useApp(({ inspections }) => inspections[directory]);
  const chosen = useApp(({ languagePrecisions }) => languagePrecisions[directory]) ?? exactPrecision;
  const what = useId();
  if (found?.kind !== 'ready' || !found.inspection.supported) return null;
  const { memories = [] } = found.inspection;
  const options = languageWords.flatMap(({ value, what: title }) => {
    const memory = memories.find(({ precision }) => precision === value);
    return memory === undefined ? [] : [{ value, label: `${value} · ${formatBytes(memory.needed)}`, title }];
  });
  if (options.length < 2) return null;
  const needs = memories.find(({ precision }) => precision === chosen);
  return (
    <div className="card-precision">
      <Segmented<LanguagePrecision>
        label={`Precision of ${name}`}
        options={options}
        value={chosen}
        describedBy={what}
        onChange={(next) => store.getState().choosePrecision(directory, next)}
      />
      <span className="muted" id={what}>
        {needs === undefined ? 'not on the CPU' : `memory for ${precisionWords(needs)}`}
      </span>
    </div>
  );
}
