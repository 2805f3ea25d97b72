/** Measures peers in turn, round after round: who fails is left out, and the others go on. */

export interface Runner {
  readonly peer: string;
  readonly which: string;
  readonly measure: () => Promise<number>;
}

/** What one round measured, by `runnerName`. */
export type Round = Readonly<Record<string, number>>;

export const runnerName = ({ peer, which }: Pick<Runner, 'peer' | 'which'>): string => `${peer}: ${which}`;

export interface RoundsOptions {
  readonly rounds: number;
  /** Asked before each round; false ends the series. */
  readonly mayBegin: (round: number) => Promise<boolean>;
  /** Between two measurements. */
  readonly pause: () => Promise<unknown>;
  readonly leftOut: (peer: string, reason: string) => void;
  /** After each measurement, and so also of a round that is not complete. */
  readonly measured: (rounds: readonly Round[]) => void;
}

/** The order turns every round. */
export async function measureRounds(runners: readonly Runner[], options: RoundsOptions): Promise<Round[]> {
  const rounds: Round[] = [];
  const out = new Set<string>();
  for (let index = 0; index < options.rounds && (await options.mayBegin(index)); index += 1) {
    for (const runner of index % 2 === 0 ? runners : runners.toReversed()) {
      if (out.has(runner.peer)) continue;
      await options.pause();
      try {
        rounds[index] = { ...rounds[index], [runnerName(runner)]: await runner.measure() };
        options.measured(rounds);
      } catch (cause) {
        out.add(runner.peer);
        options.leftOut(runner.peer, cause instanceof Error ? cause.message : String(cause));
      }
    }
  }
  return rounds;
}
