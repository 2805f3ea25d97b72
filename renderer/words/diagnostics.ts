/** What somebody who helps wants to know: program, system, devices with their reasons, the model in use. Names no folder, picture or question. Pure. */
import type { About } from '../../electron/bridge.ts';
import type { DeviceReport, ModelInfo } from '../../src-engine/engine.ts';
import { formatCount } from '../../src-engine/report/units.ts';

type Program = Pick<About, 'name' | 'version' | 'runsOn' | 'platform'>;

export function diagnostics(
  { name, version, runsOn, platform }: Program,
  { rungs, chosen }: DeviceReport,
  model: ModelInfo | null,
): string {
  const devices = rungs.map(({ name: device, available, selfCheck, reason }) => {
    const state = available ? `self-check ${selfCheck}` : 'not here';
    return `  ${device}${device === chosen ? ' (in use)' : ''}: ${state}${reason === '' ? '' : `; ${reason}`}`;
  });
  const loaded =
    model === null
      ? 'none'
      : `${model.family}, ${formatCount(model.parameters)} parameters, ${model.precision} on ${model.device}, vision encoder ${model.tower}`;
  return [
    `${name} ${version}`,
    `${runsOn}, ${platform}`,
    'Devices:',
    ...devices,
    `Model: ${loaded}`,
    '',
  ].join('\n');
}
