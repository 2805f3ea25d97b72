/** Who else was busy in the engine while something was measured, in words. Knows no queue and takes no time itself. */

export interface Entry {
  /** From now on it does something, having waited until now. */
  runs(): void;
  end(): void;
}

export interface Company {
  /**
   * @param kind what a call does, for a sentence: 'an encoding'
   * @param state `rests` is work in the background that waits until nobody else runs, and so disturbs nobody
   */
  enter(kind: string, state: 'rests' | 'waits' | 'runs'): Entry;
  /** Watches the others from now on. */
  watch(own: Entry): Watch;
}

export interface Watch {
  /** Who there was until now, each kind once whatever its number, so that what several runs met adds up: 'an encoding waited', 'a preview ran'. */
  words(): string[];
  stop(): void;
}

type State = 'rests' | 'waits' | 'runs' | 'ended';
interface Guest {
  readonly kind: string;
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
  return [
    ...new Set(Array.from(seen, ([{ kind }, state]) => `${kind} ${state === 'runs' ? 'ran' : 'waited'}`)),
  ];
}
