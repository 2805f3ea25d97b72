/**
 * Loads sharp's native code so that it works inside Electron on Linux. Electron's binary links the system's GLib; sharp's library libvips carries
 * a GLib of its own, but sharp itself would find the system's first and hand it objects that it does not know: every image leaks, and some crash.
 */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { EngineError } from '../src-engine/errors.ts';

/**
 * libvips goes first and as usual, so that it shares Electron's allocator. Then sharp goes with "deep binding": it looks into the libraries that it
 * names before those of the program. Must run before anything imports sharp, which then finds itself loaded. Elsewhere than on Linux it does nothing.
 *
 * @throws whatever the loader says; sharp may still work without
 */
export function bindSharp(): void {
  if (process.platform !== 'linux') return;
  const platform = `linux-${process.arch}`;
  const fromSharp = createRequire(createRequire(import.meta.url).resolve('sharp'));
  const folder = join(dirname(fromSharp.resolve(`@img/sharp-${platform}/package`)), 'lib');
  const addon = join(folder, readdirSync(folder).find((name) => name.endsWith('.node')) ?? '');
  const vips = createRequire(addon).resolve(`@img/sharp-libvips-${platform}/binary`);
  const { RTLD_NOW, RTLD_DEEPBIND } = constants.dlopen;
  try {
    process.dlopen({ exports: {} }, vips, RTLD_NOW);
  } catch (error) {
    if (error instanceof EngineError) throw error; // not the library of this version
    // It is no addon, which Node says after loading it; it is linked so that it stays loaded.
  }
  process.dlopen({ exports: {} }, addon, RTLD_NOW | RTLD_DEEPBIND);
  passOverWarning();
}

/** At import sharp warns of exactly what has been seen to above. */
function passOverWarning(): void {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = (warning: string | Error, ...rest: unknown[]): void => {
    const [options] = rest;
    const isSharps =
      typeof options === 'object' &&
      options !== null &&
      'code' in options &&
      options.code === 'SharpElectronLinux';
    if (!isSharps) Reflect.apply(emitWarning, process, [warning, ...rest]);
  };
}
