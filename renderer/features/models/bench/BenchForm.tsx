/** What is to be measured, with which encoder, and the button that starts it. */
import { Button } from 'react-aria-components';
import type { TowerPrecision } from '../../../../src-engine/engine.ts';
import { benchShapes } from '../../../../src-engine/report/bench-shapes.ts';
import { useApp, useAppStore, useSession } from '../../../app/context.ts';
import { Segmented } from '../../../controls/Segmented.tsx';
import { benchRequest } from '../../../state/bench-slice.ts';
import { selectModelInfo } from '../../../state/selectors.ts';
import type { AppState } from '../../../state/store.ts';

const selectChoice = (state: AppState) => state.benchChoice;
const selectRunning = (state: AppState) => state.bench.kind === 'running';
const selectEmbedded = (state: AppState) => state.embedded;

const towers: readonly { readonly value: TowerPrecision; readonly label: string; readonly title: string }[] =
  [
    { value: 'fp32', label: 'fp32', title: 'The encoder as it is' },
    {
      value: 'int8',
      label: 'int8',
      title: 'The fast encoder: its products in 8 bits, which changes what it sees a little',
    },
  ];

export function BenchForm() {
  const store = useAppStore();
  const session = useSession();
  const choice = useApp(selectChoice);
  const running = useApp(selectRunning);
  const info = useApp(selectModelInfo);
  const embedded = useApp(selectEmbedded);
  const own = info !== null && info.directory !== embedded ? info : null;
  const request = benchRequest(choice, own);
  return (
    <div className="bench-form">
      <label>
        <span>Measure</span>
        <select
          className="select"
          value={own === null && choice.subject === 'model' ? '' : choice.subject}
          disabled={running}
          onChange={({ target: { value } }) => {
            const shape = benchShapes.find(({ name }) => name === value)?.name;
            // The model in use is measured as it is in use, unless another encoder is chosen then.
            store
              .getState()
              .chooseBench(
                shape === undefined ? { subject: 'model', tower: own?.tower ?? 'fp32' } : { subject: shape },
              );
          }}
        >
          {own === null ? null : (
            <option value="model">
              {own.name}, the model in use{own.takes.questions ? ` in ${own.precision}` : ''}
            </option>
          )}
          {own === null && choice.subject === 'model' ? <option value="">Choose a shape</option> : null}
          {benchShapes.map(({ name, words, stages }) => (
            <option key={name} value={name}>
              {words}
              {stages.length === 1 ? ' (no language model)' : ''}
            </option>
          ))}
        </select>
      </label>
      <span className="bench-tower">
        <span aria-hidden>Encoder</span>
        <Segmented
          label="Encoder precision"
          options={towers}
          value={choice.tower}
          disabled={running ? towers.map(({ value }) => value) : []}
          onChange={(tower) => store.getState().chooseBench({ tower })}
        />
      </span>
      <Button
        className="button button-accent"
        isDisabled={running || request === null}
        onPress={() => {
          if (request !== null) void session.bench.start(request);
        }}
      >
        Start measuring
      </Button>
    </div>
  );
}
