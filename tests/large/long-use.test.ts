/**
 * The short form of `npm run soak` (`npm run test:large`): the same again and again leaves nothing behind. It counts what is exact (nodes, listeners, open files,
 * temporary files) and no megabytes; something that stays behind once a round is there `rounds` times in the end.
 */
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { countsOf, type Counts } from '../../tools/soak/growth.ts';
import {
  askQuestions,
  countFolder,
  lookAt,
  moveSlider,
  saveAndOpen,
  switchModels,
  useSecond,
  visitViews,
} from '../../tools/soak/parts.ts';
import { sampleOf } from '../../tools/soak/processes.ts';
import { openWindow, type OpenWindow } from '../../tools/window/launch.ts';
import { onScreen } from '../../tools/window/on-screen.ts';
import { makePictures } from '../../tools/window/pictures.ts';
import { keepNoBodies } from '../../tools/window/unrecorded.ts';
import { describeWindow, root } from '../e2e/support/launch.ts';

const rounds = 5;
/** Sockets and pipes come and go; one that stays behind every round is more than this. */
const tolerated = rounds - 1;

describeWindow('long use', () => {
  let folder = '';
  let window: OpenWindow;
  let pictures: readonly string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dymu-long-use-'));
    await mkdir(join(folder, 'temporary'));
    await cp(join(root, 'assets/pocket'), join(folder, 'second-model'), { recursive: true });
    pictures = await makePictures(join(folder, 'own'), 1, 1);
    await makePictures(join(folder, 'images'), 4, 2);
    window = await openWindow(join(folder, 'data'), [], { TMPDIR: join(folder, 'temporary') });
    await keepNoBodies(window.page);
    await onScreen(window.page).answered();
    await useSecond(window, join(folder, 'second-model'));
  });

  afterAll(async () => {
    await window.app.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function counts(): Promise<Counts> {
    const screen = onScreen(window.page);
    await screen.explore();
    await screen.atRest();
    return countsOf(await sampleOf(window, join(folder, 'data'), join(folder, 'temporary')));
  }

  /** Ends with what it began with on screen: the same picture, model and answers. */
  async function use(times: number): Promise<void> {
    for (let done = 0; done < times; done++) {
      await lookAt(window, pictures);
      await moveSlider(window, 4);
      await visitViews(window, 1);
      await countFolder(window, join(folder, 'images'), 4);
      await saveAndOpen(window, [join(folder, 'long-use.dymu-session')]);
    }
    await switchModels(window, 2);
    await askQuestions(window, ['What is it?', 'How many?']);
  }

  it('leaves no nodes, listeners, open files or temporary files behind', { timeout: 900_000 }, async () => {
    await use(1); // what the first round fills, the others have
    const first = await counts();
    await use(rounds);
    const second = await counts();
    // What came once, such as thumbnails that were made meanwhile, is no leak; what stays behind grows again.
    const often = new Set(grown(first, second).map(subjectOf));
    await use(rounds);
    await expect
      .poll(async () => grown(second, await counts()).filter((words) => often.has(subjectOf(words))), {
        timeout: 60_000,
        interval: 1000,
      })
      .toEqual([]);
  });

  it('would see nodes and listeners that stay behind', async () => {
    const before = await counts();
    await window.page.evaluate(`{
      const kept = Array.from({ length: 100 }, () => document.createElement('b'));
      for (const node of kept) node.addEventListener('click', () => undefined);
      Object.assign(globalThis, { kept });
    }`);
    const names = grown(before, await counts()).map(subjectOf);
    expect(names).toEqual(expect.arrayContaining(['listeners', 'nodes']));
  });
});

const subjectOf = (words: string): string => words.replace(/:.*/, '');

/** What there is more of than tolerated, in words. */
function grown(before: Counts, after: Counts): string[] {
  const flat = ({ handles, ...others }: Counts): Record<string, number> => ({
    ...others,
    ...Object.fromEntries(Object.entries(handles).map(([name, count]) => [`open files of ${name}`, count])),
  });
  const first = flat(before);
  return Object.entries(flat(after)).flatMap(([name, count]) => {
    const begun = first[name];
    return begun !== undefined && count - begun > tolerated ? [`${name}: ${begun}, then ${count}`] : [];
  });
}
