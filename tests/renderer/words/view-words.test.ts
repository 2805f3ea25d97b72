import { describe, expect, it } from 'vitest';
import { createAppStore } from '../../../renderer/state/store.ts';
import { selectViewInWords, viewInWords, viewTitle } from '../../../renderer/words/view-words.ts';
import { encodingOf, shelfImage } from '../support/samples.ts';

const named = [{ name: 'overview' }, { name: 'row 1, column 2' }];

describe('views in words', () => {
  it('are called by where they lie, else by their number', () => {
    expect(named.map((view, index) => viewTitle(view, index, 2))).toEqual(['Overview', 'Row 1, column 2']);
    expect(viewTitle({}, 1, 3)).toBe('View 2 of 3');
    expect(named.map((_, index) => viewInWords(named, index))).toEqual([
      'the overview',
      'the crop in row 1, column 2',
    ]);
    expect(viewInWords([{}, {}], 1)).toBe('view 2');
  });

  it('say nothing of a picture with one view', () => {
    expect(viewInWords([{ name: 'overview' }], 0)).toBeNull();
  });

  it('are of the view on the stage', () => {
    const store = createAppStore();
    store.getState().addImages([shelfImage('a')]);
    store.getState().settle({ selected: 'a' });
    const encoding = encodingOf(60);
    const views = named.map((name) => ({ ...encoding.views[0]!, ...name }));
    store.getState().setShown({
      ...{ kind: 'live', imageId: 'a', reading: '', key: '' },
      encoding: { ...encoding, views },
    });
    expect(selectViewInWords(store.getState())).toBe('the overview');
    store.getState().setViewIndex(1);
    expect(selectViewInWords(store.getState())).toBe('the crop in row 1, column 2');
  });
});
