/** Where in a file the answer to a key stands: two numbers a key, however long keys and answers are. A million take 32 MB. */
import { createHash } from 'node:crypto';

export interface AnswerPlaces {
  /** Of two places for one key the later one counts. */
  set(key: string, place: number): void;
  /** Perhaps that of another key: whoever reads there sees whose it is. Undefined where there is none. */
  get(key: string): number | undefined;
  readonly size: number;
}

const leastSlots = 1024;

/** Open addressing by 48 bits of a hash; grown when it is half full. */
export function answerPlaces(): AnswerPlaces {
  let hashes = new Float64Array(leastSlots); // 0 where a slot is free
  let places = new Float64Array(leastSlots);
  let size = 0;

  const slotOf = (hash: number): number => {
    const mask = hashes.length - 1;
    let slot = hash % hashes.length;
    while (hashes[slot] !== 0 && hashes[slot] !== hash) slot = (slot + 1) & mask;
    return slot;
  };
  const grow = (): void => {
    const [oldHashes, oldPlaces] = [hashes, places];
    hashes = new Float64Array(2 * oldHashes.length);
    places = new Float64Array(2 * oldHashes.length);
    for (const [at, hash] of oldHashes.entries()) {
      if (hash === 0) continue;
      const slot = slotOf(hash);
      hashes[slot] = hash;
      places[slot] = oldPlaces[at] ?? 0;
    }
  };

  return {
    set(key, place) {
      const hash = hashOf(key);
      const slot = slotOf(hash);
      places[slot] = place;
      if (hashes[slot] === hash) return;
      hashes[slot] = hash;
      size += 1;
      if (2 * size > hashes.length) grow();
    },
    get(key) {
      const hash = hashOf(key);
      const slot = slotOf(hash);
      return hashes[slot] === hash ? places[slot] : undefined;
    },
    get size() {
      return size;
    },
  };
}

/** 1 .. 2^48. */
function hashOf(key: string): number {
  const hex = /^[0-9a-f]{12}/.exec(key)?.[0] ?? createHash('sha256').update(key).digest('hex').slice(0, 12);
  return Number.parseInt(hex, 16) + 1;
}
