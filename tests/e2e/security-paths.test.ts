import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { explore } from './support/explore.ts';
import { describeWindow, launch, root, type Launched } from './support/launch.ts';
import { rawCall } from './support/raw-port.ts';

const scene = join(root, 'assets/samples/scene01.webp');

describeWindow('paths that a page names', () => {
  let launched: Launched;
  let folder = '';
  let photo = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dymu-not-chosen-'));
    await mkdir(join(folder, 'chosen'));
    await cp(scene, join(folder, 'photo.webp'));
    await cp(scene, join(folder, 'chosen/photo.webp'));
    photo = join(folder, 'photo.webp');
    launched = await launch();
    await explore(launched.page).ready();
  });

  afterAll(async () => {
    await launched.close();
    await rm(folder, { recursive: true, force: true });
  });

  const refused = { kind: 'throw', error: { code: 'bad-input' } };
  const reduction = { method: 'none' };

  it('to read are refused by every call that reads, though the file is there', async () => {
    const image = { kind: 'file', path: photo };
    const directory = folder;
    const calls: Record<string, unknown> = {
      preview: { image, maxSide: 10 },
      open: image,
      encode: { image, reduction },
      load: { directory },
      inspect: directory,
      questions: { data: photo },
      collection: { source: folder },
      startJob: { kind: 'collect', model: { directory }, collect: { source: folder } },
      bench: { subject: { kind: 'model', directory } },
    };
    for (const [call, request] of Object.entries(calls)) {
      const reply = await rawCall(launched.page, { kind: 'call', call, request });
      expect(reply, call).toMatchObject(refused);
      expect(JSON.stringify(reply), call).toContain('nobody has chosen');
    }
    const visual = { kind: 'images', images: [image] };
    const request = { visual, question: 'What?', reduction, virtualUnmerging: true };
    expect(await rawCall(launched.page, { kind: 'answer', request })).toMatchObject(refused);
  });

  it('to write are refused: a calibration goes where a grant says, and nowhere else', async () => {
    const out = join(folder, 'overwritten.json');
    const images = [scene];
    const reply = await rawCall(launched.page, { kind: 'call', call: 'calibrate', request: { images, out } });
    expect(reply).toMatchObject(refused);
    expect(existsSync(out)).toBe(false);
  });

  it('may be read when a dialog has come to them, with what is below a folder and nothing beside it', async () => {
    const { app, page } = launched;
    await app.evaluate(
      ({ dialog }, path) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
      },
      join(folder, 'chosen'),
    );
    expect(await page.evaluate(() => window.dymu?.chooseCollectionFolder())).toBe(join(folder, 'chosen'));
    const preview = (path: string) =>
      rawCall(page, {
        kind: 'call',
        call: 'preview',
        request: { image: { kind: 'file', path }, maxSide: 10 },
      });
    expect(await preview(join(folder, 'chosen/photo.webp'))).toMatchObject({ kind: 'return' });
    expect(await preview(photo)).toMatchObject(refused);
    expect(await preview(join(folder, 'chosen/../photo.webp'))).toMatchObject(refused);
  });

  it('are not taken into the settings either', async () => {
    const { page, userData } = launched;
    const attempts = await page.evaluate(async (directory) => {
      const bridge = window.dymu;
      if (bridge === undefined) return [];
      const tried: Promise<unknown>[] = [
        bridge.rememberImages([`${directory}/photo.webp`]),
        bridge.rememberModel({ directory, name: 'x' }),
        bridge.settings.write({ model: { directory } }),
      ];
      return (await Promise.allSettled(tried)).map(({ status }) => status);
    }, folder);
    expect(attempts).toEqual(['rejected', 'rejected', 'rejected']);
    const settings = await readFile(join(userData, 'settings.json'), 'utf8').catch(() => '');
    expect(settings).not.toContain(`${folder}/photo.webp`);
  });

  it('have a dialog for the place to write, whose grant is good once', async () => {
    const { app, page, userData } = launched;
    const place = join(folder, 'mine.json');
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, place);
    const granted = await page.evaluate(() => window.dymu?.chooseWritePlace('calibration', 'mine.json'));
    expect(granted?.path).toBe(place);
    const request = { images: [join(folder, 'chosen/photo.webp')], out: granted?.grant, points: 2 };
    const first = await rawCall(page, { kind: 'call', call: 'calibrate', request });
    expect(first).toMatchObject({ kind: 'return', value: { out: place } });
    expect(existsSync(place)).toBe(true);
    expect(await rawCall(page, { kind: 'call', call: 'calibrate', request })).toMatchObject(refused);
    const own = await page.evaluate(() => window.dymu?.ownCalibration('a.json'));
    expect(own?.path).toBe(join(userData, 'calibrations/a.json'));
    const outside = page.evaluate(() => window.dymu?.ownCalibration('../a.json'));
    await expect(outside).rejects.toThrow('values that it cannot use');
  });
});
