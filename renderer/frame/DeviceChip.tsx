/** Which device computes, and on a click why the others do not. */
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import type { DeviceRung } from '../../src-engine/engine.ts';
import { useApp, useSession } from '../app/context.ts';
import { hasStopped } from '../state/model-slice.ts';
import { selectModelInfo } from '../state/selectors.ts';
import type { AppState } from '../state/store.ts';
import { diagnostics } from '../words/diagnostics.ts';
import { deviceName, fasterDevice } from '../words/device-words.ts';

const selectModelKind = (state: AppState) => state.model.kind;
const selectEngine = (state: AppState) => state.engine;
const selectDevices = (state: AppState) => state.devices;

export function DeviceChip() {
  const engine = useApp(selectEngine);
  const info = useApp(selectModelInfo);
  const session = useSession();
  const model = useApp(selectModelKind);
  const running = engine.kind === 'ready' && model === 'ready';
  const light = hasStopped(engine.kind) ? 'bad' : running ? 'good' : 'warn';
  const words = hasStopped(engine.kind)
    ? 'engine stopped'
    : engine.kind === 'restarting'
      ? 'restarting…'
      : info === null
        ? 'starting…'
        : null;
  return (
    <DialogTrigger onOpenChange={(open) => open && void session.loadDevices()}>
      <Button className="chip">
        <span className={`light light-${light}`} aria-hidden />
        <span className="muted">Device</span>
        {words === null && info !== null ? <strong>{deviceName(info.device)}</strong> : <span>{words}</span>}
      </Button>
      <Popover className="popover" placement="bottom start">
        <Dialog className="popover-body device-list selectable" aria-label="Devices">
          <h3>Devices, best first</h3>
          <DeviceList />
          <CopyDiagnostics />
          {engine.devices === 'processor' ? (
            <p>
              The engine ended three times within a minute, so it uses the CPU alone.{' '}
              <Button className="small-button" onPress={() => void session.restartEngine('all')}>
                {fasterDevice}
              </Button>
            </p>
          ) : null}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function CopyDiagnostics() {
  const session = useSession();
  const devices = useApp(selectDevices);
  const info = useApp(selectModelInfo);
  if (devices.kind !== 'ready') return null;
  const copy = async () => {
    await session.copyText(diagnostics(await session.about(), devices.report, info));
  };
  return (
    <Button className="small-button" onPress={() => void copy()}>
      Copy diagnostics
    </Button>
  );
}

function DeviceList() {
  const devices = useApp(selectDevices);
  if (devices.kind === 'failed') return <p>{devices.message}</p>;
  if (devices.kind !== 'ready') return <p className="muted">Asking the engine…</p>;
  const { rungs, chosen } = devices.report;
  return (
    <ul>
      {rungs.map((rung) => (
        <li key={rung.name}>
          <span className={`light light-${lightOf(rung)}`} aria-hidden />
          <div>
            <strong>{deviceName(rung.name)}</strong>
            <span className="muted">
              {' '}
              {rung.name === chosen ? 'in use, ' : ''}
              {checkWords[rung.selfCheck]}
            </span>
            {rung.reason === '' ? null : <p className="muted">{rung.reason}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}

function lightOf(rung: DeviceRung): 'good' | 'warn' | 'bad' {
  if (rung.selfCheck === 'failed') return 'bad';
  return rung.available && rung.selfCheck === 'passed' ? 'good' : 'warn';
}

const checkWords = {
  passed: 'self-check passed',
  failed: 'self-check failed',
  'not-run': 'not checked',
} as const;
