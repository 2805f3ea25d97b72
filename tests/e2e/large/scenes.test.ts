/** Every scene of `npm run screens`, as axe sees it: dialogs, menus, popovers, refusals, what waits and what is empty. */
import { expect, it } from 'vitest';
import { playScenes } from '../../../tools/screens/play.ts';
import { plays } from '../../../tools/screens/scenes/all.ts';
import { violations } from '../support/axe.ts';
import { describeWindow } from '../support/launch.ts';

const themes = ['light', 'dark'] as const;

describeWindow('axe', () => {
  it.each(plays.map((play) => [play.name, play] as const))(
    'finds nothing in the scenes of %s, light and dark',
    async (_, play) => {
      const found: string[] = [];
      const failed = await playScenes(play, {
        wanted: () => true,
        size: { width: 1280, height: 800 },
        textSize: 100,
        shown: async ({ page }, name) => {
          for (const theme of themes) {
            await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
            found.push(...(await violations(page)).map((line) => `${name}, ${theme}: ${line}`));
          }
        },
      });
      expect([...failed, ...found]).toEqual([]);
    },
    600_000,
  );
});
