/** Export in the real window: the dialog, a PNG that carries its parameters, the clipboard. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { onScreen } from '../../tools/window/on-screen.ts';
import { violations } from './support/axe.ts';
import { describeWindow, launch, type Launched } from './support/launch.ts';

describeWindow('Export', () => {
  let launched: Launched;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dymu-export-'));
    launched = await launch();
    launched.page.setDefaultTimeout(90_000);
    const { answered, atRest } = onScreen(launched.page);
    await answered();
    await atRest();
  });

  afterAll(async () => {
    await launched.close();
    await rm(folder, { recursive: true });
  });

  const dialog = () => launched.page.getByRole('dialog', { name: 'Export' });
  const open = async () => {
    await launched.page.getByRole('button', { name: 'Export', exact: true }).click();
    await dialog().waitFor();
  };

  it('passes axe', async () => {
    await open();
    expect(await violations(launched.page)).toEqual([]);
    await launched.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  });

  it('writes the figure as PNG at twice its size, with the run inside', async () => {
    const file = join(folder, 'figure.png');
    await launched.app.evaluate(({ dialog: dialogs }, path) => {
      dialogs.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path });
    }, file);
    await open();
    await dialog().getByRole('button', { name: 'Save the figure as PNG…' }).click();
    await launched.page.getByText(`Saved as ${file}.`).waitFor();
    const bytes = await readFile(file);
    const { width } = await sharp(bytes).metadata();
    expect(width).toBeGreaterThanOrEqual(1900);
    expect(bytes.includes('"program":"DyMU Explorer"')).toBe(true);
    const { entropy } = await sharp(bytes).stats();
    expect(entropy).toBeGreaterThan(1); // there is a picture
  });

  it('copies the figure', async () => {
    await open();
    await dialog().getByRole('button', { name: 'Copy the figure' }).click();
    await launched.page.getByText('The figure is on the clipboard.').waitFor();
    expect(launched.pageErrors).toEqual([]);
  });
});
