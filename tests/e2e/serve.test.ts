/** The window in real Chromium, served by `dymu serve`: it works as in the application, and nobody comes in who was not let in. */
import { execFileSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { violations } from './support/axe.ts';
import { explore } from './support/explore.ts';
import { freePort, startGate, type Gate } from './support/gate.ts';
import { ask as askAt, knock } from './support/knock.ts';
import { root } from './support/launch.ts';
import {
  describeBrowser,
  launchChromium,
  startServer,
  startServerFromSources,
  type Served,
} from './support/served.ts';

const photo = join(root, 'assets/photos/coffee.jpg');

describeBrowser('dymu serve', () => {
  let gate: Gate;
  let served: Served;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    gate = await startGate();
    const folder = join(root, 'assets/photos');
    served = await startServer('--port', String(gate.behind), '--public-url', gate.url, '--folder', folder);
    browser = await launchChromium();
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    context.setDefaultTimeout(120_000); // a folder is counted meanwhile
    page = await context.newPage();
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.goto(served.address.href);
    await explore(page).settled();
  });

  afterAll(async () => {
    await browser.close();
    await gate.close();
    await served.stop(); // where the last test did not get so far
  });

  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    askAt(gate.behind, path, headers, { method });

  /** Files that are half there. */
  async function partsOfUploads(): Promise<string[]> {
    const names = await readdir(served.temporary, { recursive: true });
    return names.filter((name) => name.endsWith('.part'));
  }

  const cookie = async () =>
    (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');

  /** How a socket that is asked for with these headers comes to its end, or that it was opened and stayed so. */
  function socketEnd(place: string, headers: Record<string, string>): Promise<string> {
    return new Promise((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${gate.behind}/${place}`, { headers });
      socket.on('message', () => {
        resolve('spoken to');
        socket.terminate();
      });
      socket.on('close', (code) => resolve(`closed with ${code}`));
      socket.on('unexpected-response', (_, { statusCode }) => resolve(`answered ${statusCode}`));
      socket.on('error', () => undefined);
    });
  }

  describe('lets in', () => {
    it('who has the address, once: the second browser is told so, and the token is in no history', async () => {
      expect(page.url()).toBe(gate.url);
      const stranger = await browser.newPage();
      await stranger.goto(served.address.href);
      await stranger.getByText('This address has been used already').waitFor();
      expect(stranger.url()).toBe(gate.url);
      await stranger.context().close();
    });

    it('nobody without a cookie: neither to files, nor to uploads, nor to a socket', async () => {
      const files = await readdir(join(root, 'dist/renderer/assets'));
      const own = { host: new URL(gate.url).host, origin: new URL(gate.url).origin };
      expect((await ask(`/assets/${files[0]}`)).status).toBe(404);
      expect((await ask('/')).body).not.toContain('assets/');
      expect((await ask('/upload', own, 'POST')).status).toBe(401);
      expect(await socketEnd('shell', own)).toBe('closed with 4401');
      expect(await socketEnd('engine?number=1', { ...own, cookie: 'dymu-1=x' })).toBe('closed with 4401');
    });

    it('no request under a foreign name or from a foreign page, also with the cookie', async () => {
      const known = { cookie: await cookie() };
      const { host, origin } = new URL(gate.url);
      expect((await ask('/', { ...known, host: 'evil.example' })).status).toBe(421);
      expect((await ask('/', { ...known, origin: 'http://evil.example' })).status).toBe(403);
      expect((await ask('/index.html', { ...known, 'sec-fetch-site': 'cross-site' })).status).toBe(200); // a link
      expect((await ask('/door.js', { ...known, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
      expect((await ask('/upload', { ...known, host }, 'POST')).status).toBe(403); // without an origin
      expect(await socketEnd('shell', { ...known, host, origin: 'http://evil.example' })).toBe(
        'answered 403',
      );
      expect(await socketEnd('shell', { ...known, host: 'evil.example', origin })).toBe('answered 421');
      expect(await socketEnd('shell', { ...known, host })).toBe('answered 403');
      expect(await socketEnd('shell', { ...known, host, origin })).toBe('spoken to');
    });

    it('nothing that is not a file of the page', async () => {
      const known = { cookie: await cookie() };
      for (const path of [
        '/assets/',
        '/..%2f..%2fpackage.json',
        '/%2e%2e/package.json',
        '/assets/..%2f..%2f..%2fpackage.json',
        '/%zz',
      ])
        expect((await ask(path, known)).status).toBe(404);
      expect((await ask('/', known, 'DELETE')).status).toBe(405);
    });

    it('a page that may talk to this server alone', async () => {
      const { headers } = await ask('/', { cookie: await cookie() });
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
      const [mine] = await context.cookies();
      expect(mine).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/dymu/' });
    });
  });

  describe('shows the window, which', () => {
    it('answers, and follows the slider', async () => {
      const { askFor, region, slider, countAfter } = explore(page);
      await askFor('How many gifts are there?');
      expect(await region('Merged tokens').innerText()).toMatch(/\w/);
      const fewer = await countAfter(() => slider.press('Home'));
      expect(fewer.tokens).toBeLessThan(100);
    });

    it('opens a picture that is dropped, and one that is chosen', async () => {
      const bytes = (await readFile(photo)).toString('base64');
      await page.evaluate((text) => {
        const data = new DataTransfer();
        const content = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        data.items.add(new File([content], 'dropped.jpg', { type: 'image/jpeg' }));
        document.dispatchEvent(
          new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }),
        );
      }, bytes);
      const { images, ready } = explore(page);
      await images.getByRole('button', { name: 'dropped.jpg' }).waitFor();
      const choosing = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Open images' }).first().click();
      await (
        await choosing
      ).setFiles({ name: 'chosen.jpg', mimeType: 'image/jpeg', buffer: await readFile(photo) });
      await images.getByRole('button', { name: 'chosen.jpg' }).waitFor();
      await ready();
    });

    it('shows how far a picture is that takes long to send, stops it, and leaves nothing behind', async () => {
      const network = await context.newCDPSession(page);
      const upload = (uploadThroughput: number) =>
        network.send('Network.emulateNetworkConditions', {
          ...{ offline: false, latency: 0, downloadThroughput: -1 },
          uploadThroughput,
        });
      await network.send('Network.enable');
      await upload(100_000);
      const choosing = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Open images' }).first().click();
      const large = Buffer.alloc(8 * 1_048_576);
      await (await choosing).setFiles({ name: 'large.png', mimeType: 'image/png', buffer: large });
      const dialog = page.getByRole('dialog', { name: 'Sending to the server' });
      await dialog.getByText('large.png').waitFor();
      await dialog.getByText(/of 8\.0 MB/).waitFor();
      await dialog.getByRole('button', { name: /^Stop/ }).click();
      await page.getByText('large.png was not sent, because you stopped it.').waitFor();
      await network.detach();
      await expect.poll(partsOfUploads, { timeout: 30_000 }).toEqual([]);
    });

    it('sends of several files those that it can, and says which one it cannot', async () => {
      const choosing = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Open images' }).first().click();
      const buffer = await readFile(photo);
      await (
        await choosing
      ).setFiles([
        { name: 'good.jpg', mimeType: 'image/jpeg', buffer },
        { name: 'program.exe', mimeType: '', buffer },
      ]);
      const dialog = page.getByRole('dialog', { name: 'One file was not sent' });
      await dialog.getByText('program.exe is nothing that the window opens').waitFor();
      await dialog.getByRole('button', { name: 'Close' }).click();
      await explore(page).images.getByRole('button', { name: 'good.jpg' }).waitFor();
    });

    it('says in words what a browser cannot do, and hears the keys of the menu', async () => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('check for updates');
      await page.getByText('The program is brought up to date where dymu serve runs.').waitFor();
      await page.keyboard.press('Escape'); // the words
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.keyboard.press('Control+s');
      await page.getByRole('dialog', { name: 'Save session' }).waitFor();
    });

    it('saves its session as a download, with the pictures inside, and opens it in another tab', async () => {
      const downloading = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Choose where…' }).click();
      const file = await (await downloading).path();
      const session = JSON.parse(await readFile(file, 'utf8')) as {
        pictures: { name: string; from: { kind: string } }[];
      };
      expect(
        session.pictures
          .filter(({ from }) => from.kind === 'inside')
          .map(({ name }) => name)
          .sort(),
      ).toEqual(['chosen.jpg', 'dropped.jpg', 'good.jpg']);
      const other = await context.newPage();
      await other.goto(gate.url);
      await explore(other).settled();
      expect(await explore(other).images.getByRole('button', { name: 'dropped.jpg' }).count()).toBe(0); // a view of its own
      const choosing = other.waitForEvent('filechooser');
      await other.keyboard.press('Control+Shift+L');
      await (
        await choosing
      ).setFiles({ name: 'own.dymu-session', mimeType: '', buffer: await readFile(file) });
      await explore(other).images.getByRole('button', { name: 'dropped.jpg' }).waitFor();
      await other.close({ runBeforeUnload: false });
    });

    it('chooses a folder of the server among those that are offered', async () => {
      await page.getByRole('link', { name: 'Collection' }).click();
      await page
        .getByRole('main')
        .getByRole('button', { name: 'Open a folder as a collection' })
        .first()
        .click();
      const dialog = page.getByRole('dialog', { name: 'Open a folder as a collection' });
      await dialog.getByRole('button', { name: /photos$/ }).click();
      await dialog.getByRole('button', { name: 'Choose photos' }).click();
      await page.getByRole('table', { name: 'Images in the collection' }).waitFor();
      await page.getByRole('link', { name: 'Explore' }).click();
    });

    it.each(['light', 'dark'] as const)(
      'passes axe in every view in the %s theme, and fits every screen',
      async (theme) => {
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
        const found: string[] = [];
        for (const view of ['Collection', 'Evaluate', 'Models', 'Explore']) {
          await page.getByRole('link', { name: view }).click();
          await page.getByRole('main', { name: view.toLowerCase() }).waitFor();
          for (const line of await violations(page)) found.push(`${view}: ${line}`);
          for (const [width, height] of [
            [1024, 640],
            [1920, 1080],
            [1280, 800],
          ] as const) {
            await page.setViewportSize({ width, height });
            const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
            if (wide) found.push(`${view} is wider than ${width}`);
          }
        }
        expect(found).toEqual([]);
      },
    );

    it('is as it was when its page is loaded again', async () => {
      await page.reload();
      const { images, settled } = explore(page);
      await images.getByRole('button', { name: 'chosen.jpg' }).waitFor();
      await settled();
    });

    it('goes on when the connection was lost, and when the engine has ended', async () => {
      const { images, askFor } = explore(page);
      gate.cut();
      await page.getByText('It is there again; your session is as you left it.').waitFor();
      const [pid] = execFileSync('pgrep', ['-P', String(served.process.pid)])
        .toString()
        .trim()
        .split('\n');
      process.kill(Number(pid), 'SIGKILL');
      await page.getByText('The engine was restarted; your session is as you left it.').waitFor();
      expect(await images.getByRole('button', { name: 'chosen.jpg' }).count()).toBe(1);
      await askFor('What do you see?');
    });

    it('has logged no error but those of connections that were cut and of what was refused', () => {
      const told = /WebSocket connection|status of 413/; // the file that was refused
      expect(errors.filter((words) => !told.test(words))).toEqual([]);
    });
  });

  it('ends with Ctrl-C in order: the window says so, no file of a browser stays', async () => {
    expect((await readdir(served.temporary)).filter((name) => name.startsWith('dymu-serve-'))).toHaveLength(
      1,
    );
    served.process.kill('SIGINT');
    await page.getByRole('status', { name: 'Engine' }).getByText('The server was ended').waitFor();
    await new Promise((done) => served.process.once('exit', done));
    expect(served.process.exitCode).toBe(0);
    expect((await readdir(served.temporary)).filter((name) => name.startsWith('dymu-serve-'))).toEqual([]);
  });
});

describeBrowser('dymu serve behind a proxy that speaks https', () => {
  const publicUrl = 'https://gpu.example.org:8443/dymu/';
  let served: Served;
  let here: URL;

  beforeAll(async () => {
    const port = await freePort();
    served = await startServer('--port', String(port), '--public-url', publicUrl);
    here = new URL(`http://127.0.0.1:${port}/dymu/`);
  });

  afterAll(async () => {
    await served.stop();
  });

  /** As the proxy of the user guide passes it on. */
  const passedOn = { host: 'gpu.example.org:8443', 'x-forwarded-proto': 'https' };

  const status = async (headers: Record<string, string>, method = 'GET') =>
    (await askAt(Number(here.port), '/dymu/enter', headers, { method })).status;

  it('lets its own page in alone: by the whole origin, and the name with its port', async () => {
    const { origin } = new URL(publicUrl);
    expect(await status({ ...passedOn, origin }, 'POST')).toBe(403); // no token; asked, not refused as foreign
    expect(await status({ ...passedOn, origin: 'http://gpu.example.org:8443' }, 'POST')).toBe(403);
    expect(await status({ host: 'gpu.example.org', origin }, 'POST')).toBe(421);
    expect(await status({ host: 'evil.example', 'x-forwarded-host': 'gpu.example.org:8443' })).toBe(421);
  });

  it('gives a cookie that goes over https alone, and only below its path', async () => {
    expect(served.address.href.startsWith(publicUrl)).toBe(true);
    const { wrong, right, cookie, door, page } = await knock(served.address, passedOn, here);
    expect([wrong, right]).toEqual([403, 204]);
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict; Path=\/dymu\/; Secure$/u);
    expect(door).not.toContain('assets/');
    expect(page).toContain('assets/');
  });

  it('ends with status 0 when a service manager says so', async () => {
    served.process.kill('SIGTERM');
    await new Promise((done) => served.process.once('exit', done));
    expect(served.process.exitCode).toBe(0);
    expect(served.said()).toContain('The server has ended.');
  });
});

describeBrowser('dymu serve of a checkout', () => {
  it('finds the built page and its engine, and encodes', async () => {
    const served = await startServerFromSources();
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.goto(served.address.href);
      expect((await explore(page).tokenCount()).of).toBe(256);
    } finally {
      await browser.close();
      await served.stop();
    }
  });
});
