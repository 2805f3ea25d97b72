/** The counts that somebody looks at: those of one encoder at a row of plans, kept up with what is written meanwhile, by whatever process. */
import type { CountedMethod } from '../engine.ts';
import type { LoadedEncoder } from '../inference/loaded-model.ts';
import type { ReductionRequest } from '../reduction/methods.ts';
import { countTable } from './count-table.ts';
import type { CountRow } from './count-table.ts';
import type { Database } from '../database/database.ts';
import { encoderKey } from './keys.ts';
import { sha256 } from '../files/sha256.ts';
import { rulerOf } from './ruler.ts';
import type { Ruler } from './ruler.ts';
import { askedCounts, gapBudgets, gapCounts, pointCounts } from './wanted.ts';

const mostAtOnce = 10_000; // rows

/** Of one picture, whatever its files are called. */
export interface ContentCounts {
  views: number;
  readonly tokens: (number | null)[]; // one a plan
}

export interface ShownCounts {
  readonly ruler: Ruler;
  /** The same for the same encoder, calibration, method and requests. */
  readonly key: string;
  readonly points: number; // columns
  readonly asked: number; // columns after those; the rest lies between the points
  readonly gapBudgets: readonly number[];
  of(content: string): ContentCounts | undefined;
  /** Contents whose counts were written since the last call; at first all that are known. */
  news(): ReadonlySet<string>;
}

/** Throws `bad-input` and `bad-calibration` for requests that cannot be planned. */
export function shownCounts(
  database: Database,
  model: LoadedEncoder,
  reductions: readonly ReductionRequest[],
  method?: CountedMethod,
): ShownCounts {
  const table = countTable(database);
  const encoder = table.encoder(encoderKey(model));
  const ruler = rulerOf(model, method);
  const groups = [pointCounts(model, ruler), askedCounts(model, reductions), gapCounts(model, ruler)];
  const keys = groups.flat().map(({ key }) => key);
  // Several columns may show the same plan.
  const columns = new Map<number, number[]>();
  for (const [column, key] of keys.entries()) {
    const plan = table.plan(key);
    columns.set(plan, [...(columns.get(plan) ?? []), column]);
  }
  const contents = new Map<string, ContentCounts>();
  let seq = 0;

  /** All since then, some at a time: of a hundred thousand images there are a million. */
  function* rowsAfter(): Generator<CountRow> {
    for (;;) {
      const rows = table.after(encoder, seq, mostAtOnce);
      yield* rows;
      if (rows.length < mostAtOnce) return;
    }
  }

  return {
    ruler,
    key: sha256(JSON.stringify([encoder, ruler.method, keys])).slice(0, 12),
    points: groups[0]?.length ?? 0,
    asked: groups[1]?.length ?? 0,
    gapBudgets: gapBudgets(ruler),
    of: (content) => contents.get(content),
    news() {
      const changed = new Set<string>();
      for (const row of rowsAfter()) {
        seq = row.seq;
        const shown = columns.get(row.plan);
        if (shown === undefined) continue;
        const counts = contents.get(row.content) ?? {
          views: row.views,
          tokens: new Array<number | null>(keys.length).fill(null),
        };
        for (const column of shown) counts.tokens[column] = row.tokens;
        counts.views = row.views;
        contents.set(row.content, counts);
        changed.add(row.content);
      }
      return changed;
    },
  };
}
