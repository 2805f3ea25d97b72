import { describe, expect, it } from 'vitest';
import { limitImages, numbered, ofShard } from '../../src-engine/evaluation/choose.ts';
import { question } from './scripted-subject.ts';

const questions = Array.from({ length: 20 }, (_, index) =>
  question(`/${Math.floor(index / 2)}.png`, `${index}?`),
);

describe('limitImages', () => {
  const imagesOf = (limit: number | undefined) => [
    ...new Set(limitImages(questions, limit).map(({ image }) => image)),
  ];

  it('keeps pictures spread over the file, each with all its questions', () => {
    expect(imagesOf(3)).toEqual(['0.png', '3.png', '6.png']);
    expect(limitImages(questions, 3)).toHaveLength(6);
  });

  it('keeps everything where there is no limit or a high one', () => {
    expect(limitImages(questions, undefined)).toEqual(questions);
    expect(limitImages(questions, 10)).toEqual(questions);
    expect(limitImages(questions, 99)).toEqual(questions);
  });

  it('keeps exactly as many pictures as asked for', () => {
    for (let limit = 1; limit <= 10; limit++) expect(imagesOf(limit)).toHaveLength(limit);
  });
});

describe('ofShard', () => {
  it('gives every picture to one shard, with all its questions and its place in the whole', () => {
    const all = numbered(questions);
    const parts = [1, 2, 3].map((index) => ofShard(all, { index, count: 3 }));
    expect(parts.map((part) => [...new Set(part.map(({ picture }) => picture))])).toEqual([
      [0, 3, 6, 9],
      [1, 4, 7],
      [2, 5, 8],
    ]);
    expect(parts.flat().sort((a, b) => a.order - b.order)).toEqual(all);
  });
});
