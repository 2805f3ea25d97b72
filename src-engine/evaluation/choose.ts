/** Which questions of a set are asked: some of its pictures, each with all its questions, and of these the pictures of one shard. Pure. */
import type { Shard } from '../engine.ts';
import type { Question } from './questions.ts';

/** `limit` pictures spread evenly over the file, each with all its questions: the same ones every time. */
export function limitImages(questions: readonly Question[], limit: number | undefined): Question[] {
  const paths = [...new Set(questions.map(({ path }) => path))];
  if (limit === undefined || limit >= paths.length) return [...questions];
  const chosen = new Set(
    Array.from({ length: limit }, (_, index) => paths[Math.floor((index * paths.length) / limit)]),
  );
  return questions.filter(({ path }) => chosen.has(path));
}

/** A question with its place among all that are asked in all shards. */
export interface Numbered {
  readonly question: Question;
  readonly order: number; // from 0
  readonly picture: number; // from 0, in the order in which pictures first appear
}

export function numbered(questions: readonly Question[]): Numbered[] {
  const pictures = new Map<string, number>();
  return questions.map((question, order) => {
    const picture = pictures.get(question.path) ?? pictures.size;
    pictures.set(question.path, picture);
    return { question, order, picture };
  });
}

/** Every `count`th picture from the `index`th on, with all its questions. */
export function ofShard(all: readonly Numbered[], { index, count }: Shard): Numbered[] {
  return all.filter(({ picture }) => picture % count === index - 1);
}
