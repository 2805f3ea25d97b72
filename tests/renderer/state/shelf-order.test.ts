import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heldOrder, meanOfOwn, sortedShelf } from '../../../renderer/state/shelf-order.ts';
import { folderWords, meanWords, refusedWords } from '../../../renderer/words/shelf-words.ts';
import { shelfImage } from '../support/samples.ts';

const ids = (images: readonly { readonly id: string }[]) => images.map(({ id }) => id);

describe('the order of the shelf', () => {
  const images = ['img10', 'img2', 'a'].map(shelfImage);
  const counts = { img2: { tokens: 9, fullTokens: 16, key: 'k' } };

  it('is by tokens, by name as people sort, or as opened', () => {
    expect(ids(sortedShelf(images, counts, 'tokens'))).toEqual(['img2', 'img10', 'a']);
    expect(ids(sortedShelf(images, counts, 'name'))).toEqual(['a', 'img2', 'img10']);
    expect(ids(sortedShelf(images, counts, 'opened'))).toEqual(['img10', 'img2', 'a']);
  });

  it('moves nothing while it is held, and has each picture once', () => {
    const list = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'));
    fc.assert(
      fc.property(list, list, (shown: readonly string[], wanted: readonly string[]) => {
        const held = heldOrder(shown, wanted);
        expect(held.toSorted()).toEqual(wanted.toSorted());
        expect(held.filter((id) => shown.includes(id))).toEqual(shown.filter((id) => wanted.includes(id)));
      }),
    );
  });
});

describe('the mean of my pictures', () => {
  const mine = ['a', 'b', 'c'].map((id) => ({ ...shelfImage(id), kind: 'own' as const }));
  const count = (tokens: number, key = 'now') => ({ tokens, fullTokens: 256, key });

  it('leaves samples out, and counts of another budget', () => {
    const counts = { sample: count(200), a: count(10), b: count(21), c: count(99, 'before') };
    const mean = meanOfOwn([shelfImage('sample'), ...mine], counts, () => 'now');
    expect(mean).toEqual({ pictures: 3, counted: 2, mean: 15.5 });
    expect(meanWords(mean!)).toBe('My 3 pictures: 15.5 tokens on average (2 counted)');
  });

  it('is none where only samples are open', () => {
    expect(meanOfOwn([shelfImage('sample')], {}, () => 'now')).toBeNull();
    expect(meanWords({ pictures: 1, counted: 0, mean: 0 })).toBe('My picture: not counted yet');
  });
});

describe('what is said of a folder', () => {
  const rest = { folder: 'holiday', hidden: [], folders: [], others: [] };

  it('is nothing where all of it was opened', () => {
    expect(folderWords({ ...rest, images: 3 })).toBeNull();
  });

  it('is that it is empty', () => {
    expect(folderWords({ ...rest, images: 0 })).toBe('holiday is empty.');
  });

  it('counts and names what was left', () => {
    const others = ['a.txt', 'b.txt', 'c.txt', 'd.txt'];
    expect(folderWords({ ...rest, images: 2, others, hidden: ['.x.png'] })).toBe(
      'Not opened from holiday: 1 hidden file (.x.png); 4 files that are no images by their names (a.txt, b.txt, c.txt, 1 more).',
    );
    expect(folderWords({ ...rest, images: 0, folders: ['day 1'] })).toBe(
      'holiday has no images: 1 folder below it (day 1). “Open a folder as a collection…” looks into the folders below it too.',
    );
  });

  it('names files that could not be read', () => {
    expect(refusedWords(['a.png', 'b.png'], 9)).toBe('2 of 9 images could not be opened: a.png, b.png.');
  });
});
