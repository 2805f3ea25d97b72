/** Models of the hub: what a repository holds and what of it is needed, and how a download of it is asked for. */
import type { MemoryNeeds } from './engine-reports.ts';

/** What the program was told about the hub; whatever is left out, the environment says (HF_ENDPOINT, HF_HUB_OFFLINE, HF_TOKEN, its file). */
export interface HubSettings {
  readonly endpoint?: string;
  readonly offline?: boolean;
  readonly token?: string;
}

export interface HubRequest {
  /** `org/name`, `org/name@revision`, or a link to a model's page or to anything in it. */
  readonly model: string;
  /** A branch, a tag or a commit; `main`, or what the link says, unless said. */
  readonly revision?: string;
}

/** A file of a repository. */
export interface HubFile {
  readonly path: string; // in the repository
  readonly bytes: number;
  /** A clause that says why it is left out; absent: it is needed. */
  readonly leftOut?: string;
  /** Of a needed file: whole in the download cache, by its length. */
  readonly here?: boolean;
}

/** What a download would bring, before anything of it is fetched but the few small files that say what the model is. */
export interface HubPlan {
  readonly name: string; // org/name
  readonly revision: string; // as it was asked for
  readonly commit: string; // which the revision is now
  readonly endpoint: string; // that was asked
  /** The folder that the model will be in. */
  readonly directory: string;
  readonly files: readonly HubFile[]; // needed ones first
  readonly bytes: {
    readonly needed: number;
    readonly left: number; // to be fetched: needed, less what is here
    readonly all: number; // of the whole repository
    readonly room: number; // free on the disk for it to begin: what is left, and some beside
  };
  /** On the disk of the download cache. */
  readonly freeBytes: number;
  /** As its page names it: 'apache-2.0'; null where it does not say. */
  readonly licence: string | null;
  /** Who may have it: everybody, who was let in by its owners (and this token was), nobody without a token, or not the account of this token. */
  readonly access: 'open' | 'granted' | 'refused' | 'not-let-in';
  readonly family: string | null;
  readonly supported: boolean;
  /** Why not; one sentence. */
  readonly reason?: string;
  readonly parameters: number; // 0 where they are not known
  readonly tokensPerView: number; // 0 where they are not known
  /** For every precision of the language model that the CPU computes in; empty where the shapes are not known. */
  readonly memory: readonly MemoryNeeds[];
  /** Sentences. */
  readonly notes: readonly string[];
}

/** One commit of a repository into the download cache, or into a folder of its own. Done again it fetches only what is missing. */
export interface DownloadRequest {
  readonly name: string; // org/name
  readonly revision: string; // which is noted as this commit, where it is no commit itself
  readonly commit: string;
  /** Absolute: files as they are, without a cache around them. */
  readonly to?: string;
  /** Looks through what is here by its content too, and fetches what is not what the hub has. */
  readonly repair?: boolean;
}

export interface DownloadResult {
  readonly name: string;
  readonly commit: string;
  readonly directory: string; // the model's folder
  readonly files: number; // of the model
  readonly fetchedBytes: number; // in the last run
  readonly repaired: readonly string[]; // files that were here and wrong
}

/** A version of a model in the download cache. */
export interface CachedHubVersion {
  readonly commit: string;
  readonly directory: string;
  /** The first file that is not there; null: the version is whole. */
  readonly lacks: string | null;
  /** This program has fetched it, or begun to. */
  readonly own: boolean;
}

/** A model in the download cache, whoever has put it there. */
export interface CachedHubModel {
  readonly name: string; // org/name
  readonly directory: string; // the repository's
  readonly bytes: number; // on the disk, what has come of unfinished files included
  readonly licence: string | null; // known of those that this program has fetched
  readonly versions: readonly CachedHubVersion[];
  /** The one that its name stands for, where it is whole. */
  readonly usable: string | null; // a folder
}

export interface HubModels {
  readonly cache: string;
  readonly models: readonly CachedHubModel[]; // by name
}

export interface RemoveHubModelRequest {
  readonly name: string; // org/name
  /** Also versions that other programs have fetched. */
  readonly others?: boolean;
}

export interface RemovedHubModel {
  readonly freedBytes: number;
  /** What is left of it. */
  readonly versions: number;
}
