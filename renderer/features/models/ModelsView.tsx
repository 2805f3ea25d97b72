/** The models at hand, what is known of the one in use, and the way to another one. */
import { FolderOpen } from 'lucide-react';
import { Button } from 'react-aria-components';
import type { ModelInfo } from '../../../src-engine/engine.ts';
import { NoteList } from '../../controls/NoteList.tsx';
import { useApp, useSession } from '../../app/context.ts';
import { selectModelInfo } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { backendWords, wordsOf } from '../../words/reading-words.ts';
import { deviceName } from '../../words/device-words.ts';
import { formatCount, plural } from '../../../src-engine/report/units.ts';
import { BenchPanel } from './bench/BenchPanel.tsx';
import { HubName } from './HubName.tsx';
import { KnownModels } from './KnownModels.tsx';
import { TowerSwitch } from './TowerSwitch.tsx';

const selectModel = (state: AppState) => state.model;

export function ModelsView() {
  const model = useApp(selectModel);
  const info = useApp(selectModelInfo);
  const session = useSession();
  return (
    <div className="models">
      <header>
        <h2>Models</h2>
        <Button
          className="button"
          onPress={() => void session.chooseModel()}
          isDisabled={model.kind === 'loading'}
        >
          <FolderOpen aria-hidden size="1rem" />
          Open model folder…
        </Button>
      </header>
      {model.kind === 'failed' ? <p className="models-empty">{model.message}</p> : null}
      {model.kind === 'loading' ? <p className="models-empty muted">Loading {model.directory}…</p> : null}
      <KnownModels />
      {info === null ? null : <ModelCard info={info} />}
      <p className="muted models-note">
        A model is a folder as Hugging Face publishes it: config.json, safetensors, tokenizer.json. It is read
        where it lies; nothing is copied or downloaded. One that Hugging Face’s own tools have downloaded can
        be named as it is there:
      </p>
      <HubName />
      <BenchPanel />
    </div>
  );
}

function ModelCard({ info }: { readonly info: ModelInfo }) {
  return (
    <article className="model-card" aria-label={info.name}>
      <h3>
        {info.name} <span className="muted">in use</span>
      </h3>
      <dl>
        {factsOf(info).map(([term, fact]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd className="selectable">{fact}</dd>
          </div>
        ))}
      </dl>
      <TowerSwitch info={info} />
      <NoteList notes={info.notes ?? []} fold />
    </article>
  );
}

function factsOf(info: ModelInfo): readonly (readonly [string, string])[] {
  const [rows, columns] = info.grid;
  return [
    ['Family', info.family],
    ['Parameters', formatCount(info.parameters)],
    ['Tokens per view', `${info.tokensPerView} (${rows} × ${columns} patches)`],
    ['Encoder layers run', String(info.layers)],
    ['Longest sequence', plural(info.maxPositions, 'position')],
    ['Device', `${deviceName(info.device)}, ${info.precision}`],
    ['Image backend', wordsOf(backendWords, info.imageBackend).label],
    ['Calibration', calibrationWords(info)],
    ['Folder', info.directory],
  ];
}

function calibrationWords({ calibration }: ModelInfo): string {
  if (calibration === null) {
    return 'none: merging is exact; run dymu calibrate with a folder of images to get the adaptive budget';
  }
  const { images, range, points } = calibration;
  return `${plural(points.length, 'point')} on ${plural(images, 'image')}, averages from ${Math.ceil(range[0])} to ${Math.floor(range[1])} tokens`;
}
