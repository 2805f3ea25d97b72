import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { explore } from './support/explore.ts';
import { describeWindow, launch, type Launched } from './support/launch.ts';

const views = ['Explore', 'Collection', 'Evaluate', 'Models'] as const;
const themes = ['light', 'dark'] as const;

describeWindow('every view', () => {
  let launched: Launched;

  beforeAll(async () => {
    launched = await launch();
    await explore(launched.page).settled();
  });

  afterAll(async () => {
    await launched.close();
  });

  it.each(themes.flatMap((theme) => views.map((view) => [view, theme] as const)))(
    '%s passes axe in the %s theme',
    async (view, theme) => {
      const { page } = launched;
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await page.getByRole('link', { name: view }).click();
      await page.getByRole('main').waitFor();
      expect(await violations(page)).toEqual([]);
    },
  );
});
