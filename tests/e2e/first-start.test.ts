import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseRecording } from '../../src-engine/bundled/first-start-file.ts';
import { answerPanes, explore } from './support/explore.ts';
import { describeWindow, enginePid, launch, root, type Launched } from './support/launch.ts';

describeWindow('the first start', () => {
  let launched: Launched;

  beforeAll(async () => {
    launched = await launch();
  });

  afterAll(async () => {
    await launched.close();
  });

  it('shows an encoded sample with its token count', async () => {
    const { tokens, of } = await explore(launched.page).tokenCount();
    expect(of).toBe(256);
    expect(tokens).toBeGreaterThan(0);
    expect(tokens).toBeLessThan(256);
    await explore(launched.page).overlay.waitFor();
  });

  it('lists the samples', async () => {
    const items = explore(launched.page).images.getByRole('listitem');
    await items.nth(11).waitFor();
    expect(await items.count()).toBeGreaterThanOrEqual(12);
  });

  it('answers a question about it before anybody asks', async () => {
    const { region } = explore(launched.page);
    for (const name of ['All tokens', 'Merged tokens'] as const) {
      await region(name)
        .filter({ hasText: /first token.*\d+ m?s/s })
        .waitFor();
    }
  });

  it('logs no error', () => {
    expect(launched.pageErrors).toEqual([]);
  });
});

/** The picture and what is drawn over it, as the two canvases hold them; empty where nothing is painted. */
async function canvases(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame); // painted in the next one
    return [...document.querySelectorAll('canvas')].slice(0, 2).map((canvas) => {
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      return pixels?.some((value) => value !== 0) ? canvas.toDataURL() : '';
    });
  });
}

describeWindow('a start while the engine is not there yet', () => {
  let launched: Launched;
  let pid: number;

  beforeAll(async () => {
    launched = await launch();
    await explore(launched.page).settled();
    pid = await enginePid(launched.app);
    process.kill(pid, 'SIGSTOP'); // the embedded model is too quick to be caught loading
    await launched.page.reload();
  });

  afterAll(async () => {
    process.kill(pid, 'SIGCONT');
    await launched.close();
  });

  it('shows the recorded result, says that it is one, and is replaced without a move of the picture', async () => {
    const { page } = launched;
    const { encoding, answers } = parseRecording(
      await readFile(join(root, 'assets/first-start.json'), 'utf8'),
    );
    const origin = page.getByRole('status', { name: 'Origin' });
    await origin.getByText('Recorded result; running on this computer').waitFor();
    expect(await page.getByRole('status', { name: 'Token count' }).innerText()).toBe(
      `${encoding.tokens} of ${encoding.fullTokens}, recorded`,
    );
    for (const [i, { text }] of [answers.full, answers.merged].entries()) {
      const words = await explore(page).region(answerPanes[i]!).innerText();
      expect(words).toContain(text.trim());
      expect(words).toMatch(/Recorded on .*, \d{4}-\d\d-\d\d/);
      expect(words).not.toContain('first token');
    }
    const [picture, overlay] = await canvases(page);
    expect(picture).not.toBe('');
    expect(overlay).not.toBe('');
    await page.screenshot({ path: join(root, 'tests/e2e/output/recorded-start.png') });

    process.kill(pid, 'SIGCONT');
    await explore(page).settled();
    expect(await page.getByText(/recorded/i).count()).toBe(0);
    expect((await canvases(page))[0]).toBe(picture);
    expect(launched.pageErrors).toEqual([]);
  });
});
