/** The package as users get it: what is in it, how it is locked, and that it answers a question. Made by `npm run package`. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { explore } from '../support/explore.ts';
import { definedEnvironment, describeWindow, newUserData, sandboxArguments } from '../support/launch.ts';
import { debuggerOf, windowOf } from './debugger.ts';
import { program, resources } from './packaged.ts';

describeWindow('the package', () => {
  let started: ChildProcess;
  let browser: Browser;
  let userData = '';

  beforeAll(async () => {
    if (!existsSync(program))
      throw new Error(`There is no package at ${program}; make one by \`npm run package\`.`);
    userData = await newUserData();
    started = spawn(program, [...sandboxArguments(), '--remote-debugging-port=0'], {
      env: { ...definedEnvironment(), DYMU_USER_DATA: userData },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    browser = await chromium.connectOverCDP(await debuggerOf(started));
  });

  afterAll(async () => {
    await browser.close();
    const ended = once(started, 'exit');
    started.kill();
    await ended;
    await rm(userData, { recursive: true, force: true });
  });

  it('shows a sample and answers a question with the embedded model', async () => {
    const view = explore(await windowOf(browser));
    await view.settled();
    expect((await view.tokenCount()).of).toBe(256);
    await view.askFor('What do you see?');
    expect(await view.region('Merged tokens').innerText()).toMatch(/first token\s*\d/);
  });

  it('cannot be used as Node and takes its program from the archive only', async () => {
    const fuses = await getCurrentFuseWire(program);
    const [off, on] = ['0', '1'].map((sign) => sign.charCodeAt(0));
    expect(fuses[FuseV1Options.RunAsNode]).toBe(off);
    expect(fuses[FuseV1Options.EnableNodeCliInspectArguments]).toBe(off);
    expect(fuses[FuseV1Options.EnableNodeOptionsEnvironmentVariable]).toBe(off);
    expect(fuses[FuseV1Options.OnlyLoadAppFromAsar]).toBe(on);
    expect(fuses[FuseV1Options.EnableEmbeddedAsarIntegrityValidation]).toBe(on);
    expect(fuses[FuseV1Options.EnableCookieEncryption]).toBe(on);
    expect(fuses[FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]).toBe(off);
    expect(fuses[FuseV1Options.GrantFileProtocolExtraPrivileges]).toBe(off);
  });

  it('has no fuse that nobody has decided on', () => {
    // The last one, on: V8 guards WebAssembly's memory by the processor and not by more code; @electron/fuses 1 has no name for it.
    expect(fuseWire(program)).toBe('010011001');
  });

  it('carries what runs and nothing of what builds', () => {
    const files = listPackage(join(resources, 'app.asar'), { isPack: false });
    const has = (path: string) => files.some((file) => file.replaceAll('\\', '/') === path);
    for (const path of [
      '/dist/electron/start.js',
      '/dist/electron/prepare-worker.js',
      '/dist/electron/preload.cjs',
      '/dist/renderer/index.html',
    ]) {
      expect(has(path), path).toBe(true);
    }
    for (const path of [
      '/node_modules/typescript',
      '/node_modules/react',
      '/node_modules/vite',
      '/src-engine',
      '/tests',
    ]) {
      expect(has(path), path).toBe(false);
    }
  });

  it("carries this platform's native libraries only, as files", () => {
    const bin = join(resources, 'app.asar.unpacked/node_modules/onnxruntime-node/bin');
    const platforms = readdirSync(bin).flatMap((api) =>
      readdirSync(join(bin, api)).flatMap((system) =>
        readdirSync(join(bin, api, system)).map((processor) => `${system} ${processor}`),
      ),
    );
    expect(platforms).toEqual([`${process.platform} ${process.arch}`]);
    expect(existsSync(join(resources, 'assets/pocket/model.safetensors'))).toBe(true);
  });
});

/** All fuses of a runtime as it holds them, '0' or '1' each, those too that @electron/fuses does not know. */
function fuseWire(runtime: string): string {
  const bytes = readFileSync(runtime);
  const mark = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'; // Electron's, before version, count and the fuses themselves
  const at = bytes.indexOf(mark) + mark.length;
  const [version, count = 0] = bytes.subarray(at, at + 2);
  expect(version).toBe(1);
  return bytes.subarray(at + 2, at + 2 + count).toString('latin1');
}
