/** The models at hand, what is known of the one in use, and the way to another one. */
import { Download, FolderOpen } from 'lucide-react';
import { Button } from 'react-aria-components';
import type { ModelInfo } from '../../../src-engine/engine.ts';
import { NoteList } from '../../controls/NoteList.tsx';
import { TermHelp } from '../../app/TermHelp.tsx';
import { useApp, useAppStore, useSession } from '../../app/context.ts';
import { selectModelInfo } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { backendWords, wordsOf } from '../../words/reading-words.ts';
import { deviceName } from '../../words/device-words.ts';
import type { TermId } from '../../words/terms.ts';
import { meanErrorSentence } from '../../../src-engine/report/mean-error.ts';
import { formatCount, plural } from '../../../src-engine/report/units.ts';
import { BenchPanel } from './bench/BenchPanel.tsx';
import { CachedModels } from './CachedModels.tsx';
import { CalibrateModel } from './CalibrateModel.tsx';
import { CalibrationInUse } from './CalibrationInUse.tsx';
import { DownloadDialog } from './DownloadDialog.tsx';
import { DownloadJobs } from './DownloadJobs.tsx';
import { HubSettings } from './HubSettings.tsx';
import { KnownModels } from './KnownModels.tsx';
import { PrecisionSwitch } from './PrecisionSwitch.tsx';
import { TowerSwitch } from './TowerSwitch.tsx';

const selectModel = (state: AppState) => state.model;
const selectCannot = (state: AppState) => state.cannot;

export function ModelsView() {
  const model = useApp(selectModel);
  const info = useApp(selectModelInfo);
  const cannot = useApp(selectCannot);
  const session = useSession();
  const store = useAppStore();
  return (
    <div className="models">
      <header>
        <h2>Models</h2>
        <div className="models-ways">
          {cannot.models === undefined ? (
            <Button className="button" onPress={() => store.getState().setDownloadOpen(true)}>
              <Download aria-hidden size="1rem" />
              Download model…
            </Button>
          ) : null}
          <Button
            className="button"
            onPress={() => void session.chooseModel()}
            isDisabled={model.kind === 'loading' || cannot.folders !== undefined}
          >
            <FolderOpen aria-hidden size="1rem" />
            Open model folder…
          </Button>
        </div>
      </header>
      {cannot.folders === undefined ? null : <p className="muted">{cannot.folders}</p>}
      {model.kind === 'failed' ? <p className="models-empty">{model.message}</p> : null}
      {model.kind === 'loading' ? <p className="models-empty muted">Loading {model.directory}…</p> : null}
      <DownloadJobs />
      <KnownModels />
      {info === null ? null : <ModelCard info={info} />}
      <CachedModels />
      <p className="muted models-note">
        A model is a folder as Hugging Face publishes it: config.json, safetensors, tokenizer.json. It is read
        where it lies; nothing is copied.
      </p>
      {cannot.models === undefined ? <HubSettings /> : null}
      <BenchPanel />
      <DownloadDialog />
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
        {factsOf(info).map(([term, fact, id]) => (
          <div key={term}>
            <dt>
              {term}
              {id === undefined ? null : <TermHelp id={id} />}
            </dt>
            <dd className="selectable">{fact}</dd>
          </div>
        ))}
      </dl>
      <TowerSwitch info={info} />
      {info.takes.questions ? <PrecisionSwitch info={info} /> : null}
      <CalibrationInUse info={info} />
      <CalibrateModel />
      <NoteList notes={info.notes ?? []} fold />
    </article>
  );
}

function factsOf(info: ModelInfo): readonly (readonly [term: string, fact: string, explained?: TermId])[] {
  const [rows, columns] = info.grid;
  return [
    ['Family', info.family],
    ['Parameters', formatCount(info.parameters)],
    ['Tokens per view', `${info.tokensPerView} (${rows} × ${columns} patches)${ofShape(info)}`, 'patch'],
    ['Encoder layers run', String(info.layers)],
    ...(info.takes.questions
      ? [['Longest sequence', plural(info.maxPositions, 'position')] as const]
      : [['Language model', 'none: this is a vision encoder alone'] as const]),
    ['Device', `${deviceName(info.device)}, ${info.precision}`, 'precision'],
    ['Image backend', wordsOf(backendWords, info.imageBackend).label],
    ['Calibration', calibrationWords(info), 'calibration'],
    ['Folder', info.directory],
  ];
}

function ofShape({ anyShape }: ModelInfo): string {
  return anyShape === true ? ' of its own square; pictures keep their shape' : '';
}

function calibrationWords({ calibration, anyShape }: ModelInfo): string {
  if (calibration === null) {
    return 'none: merging is exact; calibrating, below, in Collection or as dymu calibrate, finds thresholds on your pictures for the adaptive budget';
  }
  const { images } = calibration;
  // Where nothing merges in the encoder, its one point says nothing.
  const ofRows = anyShape === true ? calibration.rows : undefined;
  const { range, points } = ofRows ?? calibration;
  const worth = meanErrorSentence(images, points);
  const curve = `${plural(points.length, 'point')} on ${plural(images, 'image')}, averages from ${Math.ceil(range[0])} to ${Math.floor(range[1])} ${ofRows === undefined ? 'tokens' : 'rows'}`;
  return worth === null ? curve : `${curve}. ${worth}`;
}
