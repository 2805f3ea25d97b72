/** The ladder of devices: which rungs exist here, whether each computes rightly, and which one is taken. Never a silent fall-back. */
import type { DeviceReport, DeviceRung } from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { ExecutionProvider } from '../runtime/onnx.ts';
import { missingVulkan } from '../runtime/vulkan.ts';
import { once } from './once.ts';
import type { Once } from './once.ts';
import { probeSpeed } from './speed-probe.ts';
import { selfCheck } from './self-check.ts';
import type { Device } from './session-factory.ts';

/** From the one we would like most. More rungs (CUDA, DirectML, CoreML) join here. */
const ladder = ['webgpu', 'cpu'] as const satisfies readonly ExecutionProvider[];
type RungName = (typeof ladder)[number];

interface Probed {
  readonly rung: DeviceRung;
  readonly device: Device | undefined;
}

interface Rung {
  readonly name: RungName;
  readonly probed: Once<Probed>;
  /** Why `auto` passes over the device although it computes rightly, in words; undefined for one that is worth taking. */
  readonly slowdown: Once<string | undefined>;
}

export interface DeviceLadder {
  /** Probes what has not been probed yet. */
  report(): Promise<DeviceReport>;
  /** The device to use. Throws `no-device` with the reason when the one asked for is refused. */
  choose(): Promise<Device>;
}

/** @param wanted 'auto' or a rung's name */
export function deviceLadder(wanted: string, threads: number): DeviceLadder {
  const rungs = ladder.map((name): Rung => ({
    name,
    probed: once(() => probe(name, threads)),
    slowdown: once(() => compareWithCpu(name, threads)),
  }));

  const choose = async (): Promise<Device> => {
    if (wanted === 'auto') {
      for (const { probed, slowdown } of rungs) {
        const { device } = await probed.get();
        if (device !== undefined && (await slowdown.get()) === undefined) return device;
      }
      throw new EngineError('no-device', 'No device here passes its self-check, not even the CPU', {
        remedy: { kind: 'list-devices' },
      });
    }
    const asked = rungs.find(({ name }) => name === wanted);
    if (asked === undefined) {
      throw new EngineError('no-device', `There is no device "${wanted}"`, {
        remedy: `choose auto, ${ladder.join(' or ')}`,
      });
    }
    const { device, rung } = await asked.probed.get();
    if (device !== undefined) return device;
    throw new EngineError('no-device', `The device ${asked.name} cannot be used here: ${rung.reason}`, {
      remedy: { kind: 'other-device' },
    });
  };

  return {
    choose,
    async report() {
      const reported: DeviceRung[] = [];
      for (const { probed, slowdown } of rungs) {
        const { rung, device } = await probed.get();
        const against = device === undefined ? undefined : await slowdown.get();
        reported.push(against === undefined ? rung : { ...rung, reason: `${rung.reason} ${against}` });
      }
      const chosen = await choose();
      return { rungs: reported, chosen: chosen.name };
    },
  };
}

async function probe(name: RungName, threads: number): Promise<Probed> {
  const missing = name === 'webgpu' ? missingVulkan() : undefined;
  if (missing !== undefined) {
    return { rung: { name, available: false, selfCheck: 'not-run', reason: missing }, device: undefined };
  }
  try {
    const check = await selfCheck(name);
    const { attention } = check;
    if (attention === undefined) {
      const fact =
        check.merging === 'wrong'
          ? 'token merging gives wrong results on its driver.'
          : `attention is off by ${(check.errors.plain ?? check.errors.fused).toPrecision(2)} on its driver.`;
      return { rung: { name, available: true, selfCheck: 'failed', reason: fact }, device: undefined };
    }
    const reason =
      attention === 'fused'
        ? 'Attention and merging are correct.'
        : `Correct with plain attention; its fused attention is off by ${check.errors.fused.toPrecision(2)} and is not used.`;
    return {
      rung: { name, available: true, selfCheck: 'passed', reason },
      device: { name, provider: name, attention, threads },
    };
  } catch (error) {
    const detail =
      error instanceof EngineError
        ? (error.detail ?? error.message)
        : error instanceof Error
          ? error.message
          : String(error);
    return {
      rung: { name, available: false, selfCheck: 'not-run', reason: sentence(detail) },
      device: undefined,
    };
  }
}

/** Software drivers pass every check and are many times slower than the processor they run on. */
async function compareWithCpu(provider: RungName, threads: number): Promise<string | undefined> {
  if (provider === 'cpu') return undefined;
  const [here, cpu] = [await probeSpeed(provider, threads), await probeSpeed('cpu', threads)];
  if (here <= cpu) return undefined;
  return `It is ${ratio(here / cpu)} times slower than the CPU here, so auto passes it over.`;
}

const ratio = (times: number): string => times.toFixed(times < 10 ? 1 : 0);

/** The first line of a native message, ended with one stop. */
function sentence(message: string): string {
  const [first = ''] = message.split('\n');
  // Native messages open with a source location and a failed condition; the fact comes after it.
  const fact = /Failed to get a WebGPU adapter.*/.exec(first)?.[0] ?? first;
  return `${fact.trim().replace(/\.+$/, '')}.`;
}
