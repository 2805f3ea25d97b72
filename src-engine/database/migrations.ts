/** The tables, as the steps that led to them: a database of any earlier version is brought here. Steps are never changed, only added. */

/** Step n makes version n + 1 of version n. */
export const migrations: readonly string[] = [
  `
  create table jobs (
    id integer primary key autoincrement,
    kind text not null,
    request text not null,            -- JSON
    state text not null,              -- queued, running, paused, done, failed, cancelled
    place real not null,              -- jobs run by ascending place
    attempts integer not null default 0,
    stage text not null default '',
    done integer not null default 0,
    total integer not null default 0,
    per_second real,
    failure text,
    result text,                      -- JSON
    created_ms real not null,
    ended_ms real,
    owner text,                       -- of a running job: the process that has taken it, and its last sign of life
    owner_host text,
    owner_pid integer,
    beat_ms real
  );
  create table files (
    id integer primary key autoincrement,
    path text not null unique,        -- absolute
    bytes integer not null,
    modified_ms real not null,
    content text,                     -- SHA-256 in hex; null where it cannot be read
    width integer,
    height integer,
    problem text                      -- why it cannot be read: one sentence
  );
  create table encoders (id integer primary key, key text not null unique);
  create table plans (id integer primary key, key text not null unique);
  create table counts (
    seq integer primary key autoincrement,
    encoder integer not null,
    content text not null,
    plan integer not null,
    views integer not null,
    tokens integer not null,          -- over all views
    unique (encoder, content, plan)
  );
  create index counts_by_plan on counts (encoder, plan);
  `,
  `
  -- attempts since something of it was kept; all that are over ended with their process
  alter table jobs add column fruitless integer not null default 0;
  `,
  `
  create table sweep_rows (
    job integer not null,
    position integer not null,
    answered text not null,           -- JSON
    primary key (job, position)
  );
  create table sweep_answers (
    key text primary key,             -- hash of model, picture, reduction and question
    answer text not null              -- JSON
  ) without rowid;
  `,
];

export const currentVersion = migrations.length;

/** In the file's header, so that another program's database is told from ours: 'DyMU'. */
export const applicationId = 0x44794d55;
