/** Thresholds under names: kept, chosen, renamed, deleted, taken from a file and saved as one. */
import { X } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { useApp, useAppStore, useCommand, useSession } from '../app/context.ts';
import { saveThresholds } from '../commands/thresholds.ts';
import { IconButton } from '../controls/IconButton.tsx';
import { NameField } from '../controls/NameField.tsx';
import { selectModelInfo } from '../state/selectors.ts';
import type { AppState } from '../state/store.ts';
import { choosePreset, deletePreset, renamePreset, savePreset } from '../state/thresholds/acts.ts';
import { whyNotFit } from '../state/thresholds/custom.ts';
import {
  freshPresetName,
  longestPresetName,
  presetName,
  type ThresholdPreset,
} from '../state/thresholds/presets.ts';
import { selectCustom, whyNotThresholds } from '../state/thresholds/selectors.ts';
import { WindowDialog } from './WindowDialog.tsx';

const selectPresets = (state: AppState) => state.thresholdPresets;

export function ThresholdsDialog() {
  return (
    <WindowDialog name="thresholds" title="Threshold presets" className="thresholds-dialog">
      <Keep />
      <Presets />
      <Files />
    </WindowDialog>
  );
}

function Keep() {
  const presets = useApp(selectPresets);
  const reason = useApp(whyNotThresholds);
  const store = useAppStore();
  const [typed, setTyped] = useState<string | null>(null);
  const name = typed ?? freshPresetName(presets);
  const replaces = presets.some((preset) => preset.name === presetName(name));
  function keep(): void {
    savePreset(store, name);
    setTyped(null);
  }
  return (
    <section aria-label="Save a preset">
      <p>Keeps the thresholds on the layer chart under a name, for this model’s vision encoder.</p>
      <div className="thresholds-line">
        <input
          type="text"
          className="text-field selectable"
          aria-label="Name of the new preset"
          value={name}
          maxLength={longestPresetName}
          spellCheck={false}
          disabled={reason !== null}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && presetName(name) !== null) keep();
          }}
        />
        <Button className="button" isDisabled={reason !== null || presetName(name) === null} onPress={keep}>
          {replaces ? 'Replace' : 'Save'}
        </Button>
      </div>
      {reason === null ? null : <p className="muted">{reason}</p>}
    </section>
  );
}

function Presets() {
  const presets = useApp(selectPresets);
  if (presets.length === 0) return <p className="muted">No preset has been saved yet.</p>;
  return (
    <ul className="preset-list" aria-label="Threshold presets">
      {presets.map((preset) => (
        <Row key={preset.name} preset={preset} />
      ))}
    </ul>
  );
}

function Row({ preset }: { readonly preset: ThresholdPreset }) {
  const info = useApp(selectModelInfo);
  const chosen = useApp(selectCustom)?.name === preset.name;
  const store = useAppStore();
  const { name, model, values } = preset;
  const reason = info === null ? 'No model is loaded yet.' : whyNotFit(preset, info, 'It');
  return (
    <li>
      <div className="thresholds-line">
        <NameField
          label={`Name of the preset ${name}`}
          name={name}
          longest={longestPresetName}
          onKeep={(typed) => renamePreset(store, name, typed)}
        />
        <Button
          className="button"
          aria-label={`Use ${name}`}
          isDisabled={reason !== null || chosen}
          onPress={() => choosePreset(store, preset)}
        >
          {chosen ? 'In use' : 'Use'}
        </Button>
        <IconButton label={`Delete ${name}`} onPress={() => deletePreset(store, name)}>
          <X aria-hidden size="0.875rem" />
        </IconButton>
      </div>
      <p className="muted">{reason ?? `${values.length} layers · ${model}`}</p>
    </li>
  );
}

function Files() {
  const session = useSession();
  const command = useCommand();
  const store = useAppStore();
  const field = useRef<HTMLInputElement>(null);
  const noModel = useApp(selectModelInfo) === null;
  const nothing = useApp(whyNotThresholds) !== null;
  return (
    <section aria-label="Files">
      <p className="muted">
        As the command line’s <code>--thresholds</code> reads them.
      </p>
      <div className="thresholds-line">
        <Button className="button" isDisabled={noModel} onPress={() => field.current?.click()}>
          From a file…
        </Button>
        <Button
          className="button"
          isDisabled={nothing}
          onPress={() => {
            store.getState().setDialog(null);
            command(saveThresholds);
          }}
        >
          Save as a file…
        </Button>
        <input
          ref={field}
          type="file"
          accept=".json,application/json"
          aria-label="Thresholds from a file"
          hidden
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            event.target.value = ''; // the same file can be chosen again
            if (file !== undefined) void session.thresholds.take(file);
          }}
        />
      </div>
    </section>
  );
}
