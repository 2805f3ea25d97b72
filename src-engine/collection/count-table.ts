/** Counted tokens, by what was counted: contents, encoder with its way of reading pictures, plan. What stands here is never computed again. */
import { z } from 'zod';
import type { Database } from '../database/database.ts';

export interface Count {
  readonly views: number;
  readonly tokens: number; // over all views
}

export interface CountTable {
  /** A small number that stands for an encoder's or a plan's key from now on. */
  encoder(key: string): number;
  plan(key: string): number;
  get(encoder: number, content: string, plan: number): Count | undefined;
  put(encoder: number, content: string, plan: number, count: Count): void;
  /** Of whatever contents: for plans that keep the same number of tokens of every view. */
  any(encoder: number, plan: number): Count | undefined;
  /** Counts of an encoder that were written after `seq`, also by other processes, as they came: `most` of them, so that millions need no memory. */
  after(encoder: number, seq: number, most: number): CountRow[];
}

export interface CountRow extends Count {
  readonly seq: number;
  readonly content: string;
  readonly plan: number;
}

const idSchema = z.object({ id: z.int() });
const countSchema = z.object({ views: z.int(), tokens: z.int() });

export function countTable(database: Database): CountTable {
  const idOf = (table: 'encoders' | 'plans', key: string): number => {
    const find = () => database.row(idSchema, `select id from ${table} where key = ?`, key)?.id;
    const known = find();
    if (known !== undefined) return known;
    database.run(`insert or ignore into ${table} (key) values (?)`, key);
    return find() ?? 0;
  };
  return {
    encoder: (key) => idOf('encoders', key),
    plan: (key) => idOf('plans', key),
    get: (encoder, content, plan) =>
      database.row(
        countSchema,
        'select views, tokens from counts where encoder = ? and content = ? and plan = ?',
        encoder,
        content,
        plan,
      ),
    any: (encoder, plan) =>
      database.row(
        countSchema,
        'select views, tokens from counts where encoder = ? and plan = ? limit 1',
        encoder,
        plan,
      ),
    put(encoder, content, plan, { views, tokens }) {
      database.run(
        'insert or ignore into counts (encoder, content, plan, views, tokens) values (?, ?, ?, ?, ?)',
        encoder,
        content,
        plan,
        views,
        tokens,
      );
    },
    after: (encoder, seq, most) =>
      database
        .tuples(
          'select seq, content, plan, views, tokens from counts where encoder = ? and seq > ? order by seq limit ?',
          encoder,
          seq,
          most,
        )
        .map(([at, content, plan, views, tokens]) => ({
          seq: Number(at),
          content: String(content),
          plan: Number(plan),
          views: Number(views),
          tokens: Number(tokens),
        })),
  };
}
