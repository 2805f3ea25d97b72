/** What a model's folder holds and what each precision needs, looked up when it is opened. */
import { useState } from 'react';
import type { Inspection } from '../../../src-engine/engine.ts';
import { formatBytes, formatCount, plural } from '../../../src-engine/report/units.ts';
import { useApp, useSession } from '../../app/context.ts';
import type { InspectionState } from '../../state/hub-slice.ts';
import type { AppState } from '../../state/store.ts';
import { selectModelInfo } from '../../state/selectors.ts';
import { precisionWords } from '../../words/hub-words.ts';
import { withCalibrationInUse } from '../../words/model-words.ts';

interface Props {
  readonly name: string;
  readonly directory: string;
  /** Further facts that stand beside those of the folder. */
  readonly more?: readonly (readonly [string, string])[];
}

const selectInspections = (state: AppState) => state.inspections;

export function ModelDetails({ name, directory, more = [] }: Props) {
  const session = useSession();
  const found = useApp(selectInspections)[directory];
  const info = useApp(selectModelInfo);
  const state =
    found?.kind === 'ready' && info?.directory === directory
      ? { ...found, inspection: withCalibrationInUse(found.inspection, info) }
      : found;
  const [open, setOpen] = useState(false);
  return (
    <details
      className="model-details"
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
        if (event.currentTarget.open) void session.library.inspect(directory);
      }}
    >
      <summary aria-label={`Details of ${name}`}>Details</summary>
      {open ? <Found state={state} more={more} /> : null}
    </details>
  );
}

function Found({
  state,
  more,
}: { readonly state: InspectionState | undefined } & Required<Pick<Props, 'more'>>) {
  if (state === undefined || state.kind === 'looking') return <p role="status">Looking into the folder…</p>;
  if (state.kind === 'failed') {
    return (
      <p role="alert" className="selectable">
        {state.message}
      </p>
    );
  }
  return (
    <dl className="model-facts">
      {[...factsOf(state.inspection), ...more].map(([term, fact]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd className="selectable">{fact}</dd>
        </div>
      ))}
    </dl>
  );
}

function factsOf(found: Inspection): readonly (readonly [string, string])[] {
  const { calibration, bytes } = found;
  const stored = bytes['fp32'];
  return [
    ['Family', found.family],
    ...(found.supported ? [] : [['Runs here', found.reason ?? 'no'] as const]),
    ['Parameters', found.parameters === 0 ? 'not known' : formatCount(found.parameters)],
    ...(found.tokensPerView === 0 ? [] : [['Tokens per view', String(found.tokensPerView)] as const]),
    ...(stored === undefined ? [] : [['Weights in fp32', formatBytes(stored)] as const]),
    ...(found.memories === undefined
      ? []
      : [['Memory', found.memories.map(precisionWords).join('\n')] as const]),
    ...(calibration === undefined ? [] : [['Calibration', calibrationWords(calibration)] as const]),
  ];
}

function calibrationWords(calibration: NonNullable<Inspection['calibration']> | null): string {
  if (calibration === null) return 'none: merging is exact until you calibrate it';
  const { images, points } = calibration;
  const few = images < 100 ? ', which is few' : '';
  return `${plural(points, 'point')} on ${plural(images, 'image')}${few}`;
}
