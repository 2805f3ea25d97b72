import { describe, expect, it } from 'vitest';
import { accessWords, hindrance } from '../../../renderer/words/hub-words.ts';
import { fakePlan } from '../../support/fake-hub-plan.ts';

const plan = fakePlan({ model: 'org/model' });
const bytes = { ...plan.bytes, left: 4.4e9, room: 4.467e9 };

describe('what stands in the way of a download', () => {
  it('is nothing where there is room, and something beside it', () => {
    expect(hindrance({ ...plan, bytes, freeBytes: 4.467e9 })).toBeNull();
    expect(hindrance({ ...plan, bytes, freeBytes: 4.45e9 })).toBe(
      'It needs 4.4 GB and 67 MB beside it on the disk of the download cache, which has 4.5 GB free: make room and look it up again.',
    );
    const here = { ...bytes, left: 0, room: 0 };
    expect(hindrance({ ...plan, bytes: here, freeBytes: 0 })).toBeNull();
  });

  it.each(['refused', 'not-let-in'] as const)('is that nobody was let in (%s)', (access) => {
    expect(hindrance({ ...plan, access })).toBe(accessWords({ ...plan, access }));
  });
});

describe('who may have a model', () => {
  it('asks for a token only where none was sent', () => {
    expect(accessWords({ ...plan, access: 'refused' })).toContain('give your access token in Models');
    expect(accessWords({ ...plan, access: 'not-let-in' })).toBe(
      'Its owners let people in one by one, and not yet the account of your access token. Ask for access on https://huggingface.co/org/model, then look it up again.',
    );
    expect(accessWords({ ...plan, access: 'open' })).toBeNull();
  });
});
