import { execFile } from 'node:child_process';
import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { explore } from './support/explore.ts';
import {
  definedEnvironment,
  describeWindow,
  electronPath,
  enginePid,
  launch,
  newUserData,
  root,
  sandboxArguments,
  type Launched,
} from './support/launch.ts';

describeWindow('the page', () => {
  let launched: Launched;

  beforeAll(async () => {
    launched = await launch();
    await explore(launched.page).settled();
  });

  afterAll(async () => {
    await launched.close();
  });

  it('has the bridge, which it cannot change, and nothing of Node', async () => {
    const seen = await launched.page.evaluate(() => ({
      frozen: Object.isFrozen(window.dymu),
      replaced: Reflect.set(window, 'dymu', null),
      node: ['require', 'process', 'module', 'Buffer'].filter((name) => name in window),
    }));
    expect(seen).toEqual({ frozen: true, replaced: false, node: [] });
  });

  it('reaches no network and evaluates no text', async () => {
    const tried = await launched.page.evaluate(async () => ({
      fetched: await fetch('https://example.com/').then(
        () => true,
        () => false,
      ),
      image: await new Promise((resolve) => {
        const image = new Image();
        image.onload = () => resolve(true);
        image.onerror = () => resolve(false);
        image.src = 'https://example.com/x.png';
      }),
      evaluated: await new Promise((resolve) => {
        const script = document.createElement('script');
        try {
          script.textContent = 'document.title = "evaluated"';
          document.head.append(script);
        } catch {
          // the policy of the page wants trusted scripts
        }
        setTimeout(() => resolve(document.title === 'evaluated'), 50);
      }),
      opened: window.open('https://example.com/') !== null,
    }));
    expect(tried).toEqual({ fetched: false, image: false, evaluated: false, opened: false });
    expect(launched.app.windows()).toHaveLength(1);
  });

  it('cannot be led elsewhere', async () => {
    await launched.page.evaluate(() => {
      location.href = 'https://example.com/';
    });
    await launched.page.waitForTimeout(200);
    expect(launched.page.url()).toMatch(/^dymu:\/\/app\//);
    expect(await launched.page.evaluate(() => Notification.requestPermission())).toBe('denied');
  });

  it('has settings that refuse what they do not know', async () => {
    const refused = await launched.page.evaluate(() =>
      // @ts-expect-error there is no such theme
      window.dymu?.settings.write({ theme: 'purple' }).then(
        () => '',
        (error: unknown) => String(error),
      ),
    );
    expect(refused).toBe('Error: settings:write was called with values that it cannot use.');
  });
});

describeWindow('a page', () => {
  it('that is loaded again is connected to the same engine', async () => {
    const launched = await launch();
    await explore(launched.page).settled();
    const pid = await enginePid(launched.app);
    await launched.page.reload();
    await explore(launched.page).settled();
    expect(await enginePid(launched.app)).toBe(pid);
    await launched.close();
  });

  it('whose process crashes is loaded again', async () => {
    const launched = await launch();
    await explore(launched.page).settled();
    const rendererPid = () =>
      launched.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
      );
    const before = await rendererPid();
    await launched.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
    });
    await expect.poll(rendererPid, { timeout: 30_000 }).not.toBeOneOf([before, 0]);
    const text = () =>
      launched.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.body.innerText'),
      );
    await expect.poll(text, { timeout: 30_000 }).toMatch(/\d+\s+of 256 tokens/);
    await launched.close();
  });
});

describeWindow('the application', () => {
  it('keeps settings and window across a restart', async () => {
    const userData = await newUserData();
    const first = await launch({ userData });
    await first.page.evaluate(() => window.dymu?.settings.write({ theme: 'dark' }));
    await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1100, 700));
    await first.page.waitForTimeout(200);
    await first.close();
    const second = await launch({ userData });
    expect(await second.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true);
    const size = await second.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getSize(),
    );
    expect(size).toEqual([1100, 700]);
    await second.close();
    await rm(userData, { recursive: true });
  });

  it('puts a corrupt settings file aside and starts', async () => {
    const userData = await newUserData();
    await writeFile(join(userData, 'settings.json'), '{"version": 1, "theme"');
    const launched = await launch({ userData });
    expect((await explore(launched.page).tokenCount()).of).toBe(256);
    await launched.close();
    const aside = (await readdir(userData)).filter((name) => name.startsWith('settings.json.unreadable-'));
    expect(aside).toHaveLength(1);
    expect(await readFile(join(userData, aside[0]!), 'utf8')).toBe('{"version": 1, "theme"');
    await rm(userData, { recursive: true });
  });

  it('opens the image that it is started with, and those of a second start', async () => {
    const photo = (name: string) => join(root, 'assets/photos', name);
    const folder = await newUserData();
    for (const name of ['first', 'second']) await copyFile(photo('coffee.jpg'), join(folder, `${name}.jpg`));
    const launched = await launch({ userData: folder, arguments: [join(folder, 'first.jpg')] });
    const { images } = explore(launched.page);
    await images.getByRole('button', { name: 'first.jpg' }).waitFor();
    await launched.page.getByRole('link', { name: 'Collection' }).click();
    // The second start finds the first one, hands over its files and ends; they are shown, whichever view was open.
    await promisify(execFile)(electronPath(), [...sandboxArguments(), root, 'second.jpg'], {
      cwd: folder,
      env: { ...definedEnvironment(), DYMU_USER_DATA: folder },
    });
    await images.getByRole('button', { name: 'second.jpg' }).waitFor();
    expect(launched.app.windows()).toHaveLength(1);
    await launched.close();
    await rm(folder, { recursive: true });
  });
});
