/** Who else was busy in the engine while something was measured, in words. Knows no queue and takes no time itself. */

/** What a call does, for a sentence: one of it, and several. */
export interface Kind {
  readonly one: string; // 'an encoding'
  readonly many: string; // 'encodings'
}

export interface Entry {
  readonly kind: Kind;
  /** From now on it does something, having waited until now. */
  runs(): void;
  end(): void;
}

export interface Company {
  /** `rests` is work in the background that waits until nobody else runs, and so disturbs nobody. */
  enter(kind: Kind, state: 'rests' | 'waits' | 'runs'): Entry;
  /** Watches the others from now on. */
  watch(own: Entry): Watch;
}

export interface Watch {
  /** Who there was until now: 'an encoding waited', '2 previews ran'. */
  words(): string[];
  stop(): void;
}

type State = 'rests' | 'waits' | 'runs' | 'ended';
interface Guest {
  readonly kind: Kind;
  state: State;
}
type Seen = Map<Guest, 'waits' | 'runs'>;

export function createCompany(): Company {
  const guests = new Map<Entry, Guest>();
  const watches = new Map<Seen, Entry>();

  function notice(entry: Entry, guest: Guest): void {
    if (guest.state !== 'waits' && guest.state !== 'runs') return;
    for (const [seen, own] of watches) if (own !== entry) seen.set(guest, guest.state);
  }

  return {
    enter(kind, state) {
      const guest: Guest = { kind, state };
      const entry: Entry = {
        kind,
        runs() {
          guest.state = 'runs';
          notice(entry, guest);
        },
        end() {
          guest.state = 'ended';
          guests.delete(entry);
        },
      };
      guests.set(entry, guest);
      notice(entry, guest);
      return entry;
    },
    watch(own) {
      const seen: Seen = new Map();
      watches.set(seen, own);
      for (const [entry, guest] of guests) notice(entry, guest);
      return { words: () => inWords(seen), stop: () => watches.delete(seen) };
    },
  };
}

function inWords(seen: Seen): string[] {
  const counts = new Map<string, { readonly kind: Kind; readonly verb: string; count: number }>();
  for (const [{ kind }, state] of seen) {
    const verb = state === 'runs' ? 'ran' : 'waited';
    const key = `${kind.one} ${verb}`;
    const entry = counts.get(key) ?? { kind, verb, count: 0 };
    entry.count += 1;
    counts.set(key, entry);
  }
  return Array.from(counts.values(), ({ kind, verb, count }) =>
    count === 1 ? `${kind.one} ${verb}` : `${count} ${kind.many} ${verb}`,
  );
}
