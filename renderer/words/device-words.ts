/** Devices by the names that people know. */

const names: Readonly<Record<string, string>> = {
  cpu: 'CPU',
  webgpu: 'WebGPU',
  cuda: 'CUDA',
  dml: 'DirectML',
  directml: 'DirectML',
  coreml: 'CoreML',
};

export function deviceName(device: string): string {
  return names[device.toLowerCase()] ?? device;
}

/** The same words on the banner, in the menu and beside the devices. */
export const fasterDevice = 'Try the faster device again';
