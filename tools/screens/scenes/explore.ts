/** Explore: every overlay, every tool, one picture, several, none. */
import type { Locator } from 'playwright-core';
import {
  answered,
  command,
  dropText,
  popover,
  ready,
  settled,
  type Play,
  type Scene,
  type Window,
} from '../scene.ts';

const overlay = ({ page }: Window) => page.getByRole('group', { name: 'Merged-token overlay' });

/** A spot of a square picture that fits the stage, as shares of its sides. @returns css px from the stage's corner */
async function onPicture(
  window: Window,
  across: number,
  down: number,
): Promise<{ readonly x: number; readonly y: number }> {
  const box = await overlay(window).boundingBox();
  if (box === null) throw new Error('There is no stage.');
  const side = Math.min(box.width, box.height) - 16; // it has a margin
  return {
    x: box.width / 2 + (across - 0.5) * side,
    y: box.height / 2 + (down - 0.5) * side,
  };
}

function mode(name: string): Scene {
  return {
    name: `explore-${name}`,
    arrange: (window) => command(window, `overlay-${name}`),
    leave: (window) => command(window, 'overlay-outlines'),
  };
}

/** By the right button. */
function menu(name: string, of: (window: Window) => Locator): Scene {
  return {
    name,
    arrange: async (window) => {
      await of(window).click({ button: 'right' });
      await window.page.getByRole('menu').waitFor();
    },
    leave: async ({ page }) => {
      await page.keyboard.press('Escape');
      await page.getByRole('menu').waitFor({ state: 'hidden' });
    },
  };
}

async function settle(window: Window, id: string): Promise<void> {
  await command(window, id);
  await window.page.waitForTimeout(300); // the activity has begun
  await ready(window);
}

const scenes: readonly Scene[] = [
  {
    name: 'explore-first-start',
    arrange: async (window) => {
      await window.page.getByRole('button', { name: 'Take the tour' }).waitFor();
    },
    leave: ({ page }) => page.getByRole('button', { name: 'No tour' }).click(),
  },
  {
    name: 'explore',
    arrange: ({ page }) => page.getByRole('list', { name: 'Images' }).locator('img').nth(5).waitFor(), // those in sight
    leave: () => Promise.resolve(),
  },
  {
    name: 'explore-pinned',
    arrange: async (window) => {
      // Two parts of one group: the light between the balloons.
      await overlay(window).click({ position: await onPicture(window, 6.5 / 16, 1.5 / 16) });
      await overlay(window).hover({ position: await onPicture(window, 10.5 / 16, 2.5 / 16) });
      await window.page.getByRole('heading', { name: 'Pinned token' }).waitFor();
    },
    leave: async (window) => {
      await window.page.mouse.move(5, 5);
      await command(window, 'unpin');
    },
  },
  ...['mosaic', 'heat', 'similarity', 'none'].map(mode),
  {
    name: 'explore-wipe',
    arrange: (window) => command(window, 'toggle-wipe'),
    leave: (window) => command(window, 'toggle-wipe'),
  },
  {
    name: 'explore-stale',
    arrange: async (window) => {
      await settle(window, 'budget-up');
      await window.page
        .getByText(/^stale/)
        .first()
        .waitFor();
    },
    leave: (window) => settle(window, 'undo'),
  },
  {
    name: 'explore-regions',
    arrange: (window) => settle(window, 'add-region'),
    leave: (window) => settle(window, 'delete-all-regions'),
  },
  {
    name: 'explore-thresholds',
    arrange: (window) => command(window, 'move-thresholds'),
    leave: (window) => command(window, 'move-thresholds'),
  },
  menu('explore-stage-menu', (window) => overlay(window)),
  menu('explore-answer-menu', ({ page }) => page.getByRole('region', { name: 'Merged tokens' })),
  popover('explore-reading', 'Reading'),
  popover('explore-sampling', 'Sampling'),
  popover('explore-help', 'What is'),
  menu('explore-shelf-menu', ({ page }) =>
    page.getByRole('list', { name: 'Images' }).getByRole('button').first(),
  ),
  {
    name: 'explore-sweep',
    arrange: async (window) => {
      await command(window, 'sweep');
      await window.page.getByRole('button', { name: 'Sweep again' }).waitFor({ timeout: 150_000 });
      await ready(window);
    },
    leave: ({ page }) => page.getByRole('button', { name: 'Back to the answers' }).click(),
  },
  {
    name: 'explore-conversation',
    arrange: async (window) => {
      const question = window.page.getByRole('textbox', { name: 'Question' });
      await question.fill('How many are there?');
      await question.press('Shift+Enter');
      await window.page.getByRole('list', { name: 'Earlier turns' }).first().waitFor();
      await settled(window);
    },
    leave: (window) => command(window, 'new-conversation'),
  },
  {
    name: 'explore-several',
    arrange: async (window) => {
      await command(window, 'add-to-question');
      await window.page.getByRole('button', { name: 'Ask about 2 pictures' }).waitFor();
      await ready(window);
    },
    leave: (window) => command(window, 'ask-alone'),
  },
  {
    name: 'explore-presentation',
    arrange: (window) => command(window, 'presentation'),
    leave: (window) => command(window, 'end-presentation'),
  },
  {
    name: 'explore-picture-only',
    arrange: async (window) => {
      for (const pane of ['shelf', 'dialogue', 'side']) await command(window, `toggle-${pane}`);
    },
    leave: async (window) => {
      for (const pane of ['shelf', 'dialogue', 'side']) await command(window, `toggle-${pane}`);
      await ready(window);
    },
  },
  {
    name: 'explore-wrong-file',
    arrange: async ({ page }) => {
      await page.evaluate(dropText);
      await page
        .getByRole('log', { name: 'Messages' })
        .getByText(/notes\.txt/)
        .waitFor();
    },
    leave: ({ page }) => page.keyboard.press('Escape'), // it may have gone by itself
  },
  {
    name: 'explore-dragging',
    arrange: ({ page }) => page.evaluate("void document.dispatchEvent(new DragEvent('dragover'))"),
    leave: ({ page }) => page.evaluate("void document.dispatchEvent(new DragEvent('dragleave'))"),
  },
  {
    name: 'explore-empty',
    arrange: async (window) => {
      await command(window, 'close-all-images');
      await window.page.getByText('No image is open').first().waitFor();
    },
    leave: (window) => command(window, 'reopen-images'),
  },
];

export const explorePlay: Play = { name: 'explore', begin: answered, scenes };
