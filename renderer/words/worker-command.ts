/** The line that starts a worker for what the window counts, for a terminal on another computer. Pure. */
import type { ModelSource } from '../../src-engine/engine.ts';
import { quoted } from './shell-word.ts';

/** @param model as it is loaded here, without a folder where it is the embedded one, which every installation has */
export function workerCommand(address: string, folder: string, model: Partial<ModelSource> | null): string {
  const options: readonly (readonly [string, string | undefined])[] = [
    ['--queue', withoutPassword(address.trim()) || 'redis://HOST:6379'],
    ['--root', folder],
    ['--model', model?.directory],
    ['--calibration', model?.calibration],
    ['--image-backend', model?.imageBackend === 'torchvision' ? undefined : model?.imageBackend],
    ['--tower', model?.tower === 'fp32' ? undefined : model?.tower],
  ];
  const given = options.flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${quoted(value)}`]));
  return `dymu worker ${given.join(' ')}`;
}

/** Whoever reads the screen need not know it. */
function withoutPassword(address: string): string {
  if (!URL.canParse(address) || new URL(address).password === '') return address;
  const url = new URL(address);
  url.password = 'PASSWORD';
  return url.toString();
}
