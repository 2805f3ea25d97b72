import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { explore } from './support/explore.ts';
import { describeWindow, launch, root, type Launched } from './support/launch.ts';

const pictures = join(root, 'tests/fixtures/pictures');

describeWindow('how pictures are read', () => {
  let launched: Launched;
  let view: ReturnType<typeof explore>;

  beforeAll(async () => {
    launched = await launch({ arguments: [join(pictures, 'exif-6.png'), join(pictures, 'rgba.png')] });
    view = explore(launched.page);
    await note().waitFor();
    await view.ready();
  });

  afterAll(async () => {
    await launched.close();
  });

  const note = () => launched.page.getByRole('note', { name: 'How this picture is read' });
  const press = (name: string) => note().getByRole('button', { name }).click();

  it('stands over a turned picture, which is read as stored on request and as before after undo', async () => {
    const turned = 'The picture is turned right, as its orientation tag says.';
    await note().getByText(turned).waitFor();
    await press('As stored');
    await note()
      .getByText('The picture is read as it is stored; its orientation tag says turned right.')
      .waitFor();
    await launched.page.getByRole('button', { name: 'Undo' }).click();
    await note().getByText(turned).waitFor();
    await launched.page.keyboard.press('r');
    await note().getByText('The picture is turned upside down.').waitFor();
    await press('Reset');
    await note().getByText(turned).waitFor();
    await view.ready();
  });

  it.each(['light', 'dark'] as const)(
    'passes axe in the %s theme, with its choices open',
    async (colorScheme) => {
      const { page } = launched;
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.getByRole('button', { name: /^Reading/ }).click();
      await page.getByRole('dialog', { name: 'How pictures are read' }).waitFor();
      const found = await violations(page);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog', { name: 'How pictures are read' }).waitFor({ state: 'hidden' });
      expect(found).toEqual([]);
    },
  );

  it('lays a transparent picture on white', async () => {
    await view.images.getByRole('button', { name: /^rgba\.png/ }).click();
    await note().getByText('the model sees what lies beneath them').waitFor();
    await press('Lay on white');
    await note().getByText('they lie on white').waitFor();
    await press('Drop transparency');
    await note().getByText('the model sees what lies beneath them').waitFor();
  });

  it('changes with the image backend, for which the model is loaded again', async () => {
    const { page } = launched;
    await page.getByRole('button', { name: /^Reading/ }).click();
    await page.getByRole('radio', { name: 'Pillow 13' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Reading · Pillow 13' }).waitFor();
    await view.ready();
  });

  it('logs no error', () => {
    expect(launched.pageErrors).toEqual([]);
  });
});
