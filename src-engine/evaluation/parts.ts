/** Whether recorded parts belong together and make a whole. Pure. */
import type { RecordedEvaluation } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { clip } from '../files/words.ts';

/** In the order of their shards. Throws `bad-input`; with `partial` a single part is enough. */
export function checkParts(
  parts: readonly RecordedEvaluation[],
  partial: boolean,
): readonly [RecordedEvaluation, ...RecordedEvaluation[]] {
  const [first, ...others] = parts.toSorted((a, b) => a.shard.index - b.shard.index);
  if (first === undefined)
    throw new EngineError('bad-input', 'There is no part of an evaluation', {
      remedy: 'give the files of all shards',
    });
  const { count } = first.shard;
  const stranger = others.find(
    (part) => part.fingerprint !== first.fingerprint || part.shard.count !== count,
  );
  if (stranger !== undefined) throw differs(first, stranger);
  const indices = parts.map(({ shard }) => shard.index);
  const twice = indices.find((index, at) => indices.indexOf(index) !== at);
  if (twice !== undefined) {
    throw new EngineError('bad-input', `Part ${twice} of ${count} is there twice`, {
      remedy: 'leave one out',
    });
  }
  const missing = Array.from({ length: count }, (_, at) => at + 1).filter(
    (index) => !indices.includes(index),
  );
  if (missing.length > 0 && !partial) {
    const which = missing.length === 1 ? 'Part' : 'Parts';
    throw new EngineError(
      'bad-input',
      `${which} ${listed(missing)} of ${count} ${missing.length === 1 ? 'is' : 'are'} missing`,
      {
        remedy: 'give every part, those of shards that failed made again',
      },
    );
  }
  return [first, ...others];
}

const mostNamed = 10;

function listed(numbers: readonly number[]): string {
  const more = numbers.length - mostNamed;
  return numbers.slice(0, mostNamed).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function differs(one: RecordedEvaluation, other: RecordedEvaluation): EngineError {
  const what = differenceOf(one, other);
  return new EngineError(
    'bad-input',
    `Parts ${one.shard.index} and ${other.shard.index} are not of one evaluation: ${what}`,
    { remedy: 'make all parts with the same model, data, modes and settings' },
  );
}

/** The first setting in which they differ, in words. */
function differenceOf(one: RecordedEvaluation, other: RecordedEvaluation): string {
  const of = ({ run, shard, whole }: RecordedEvaluation): readonly (readonly [string, string])[] => [
    ['there are', `${shard.count} shards`],
    ['the model is', run.model],
    ['the device is', `${run.device}, ${run.precision}, encoder in ${run.tower}`],
    ['pictures are read by', `${run.imageBackend}, ${run.imageRoute}`],
    ['the set is', `${run.set}${run.split === null ? '' : ` ${run.split}`}, ${whole.questions} questions`],
    ['the modes are', run.modes.map(({ mode }) => mode).join(', ')],
    ['the scorer is', run.scorer],
    ['answers have at most', `${run.maxNewTokens} tokens`],
    ['the instruction is', run.instruction ?? 'none'],
  ];
  const theirs = of(other);
  const found = of(one).find(([, value], at) => value !== theirs[at]?.[1]);
  const there = theirs.find(([name]) => name === found?.[0])?.[1];
  if (found === undefined || there === undefined) return 'weights, thresholds or questions differ';
  return `${found[0]} ${clip(found[1], 200)} in one and ${clip(there, 200)} in the other`;
}
