/** What shell and window say to each other about the hub: who is asked, whether anybody may be, whose token goes along. The token itself is only told to the shell. */

export interface HubState {
  /** What the settings say; null: nothing. */
  readonly endpoint: string | null;
  readonly offline: boolean;
  /** Who is asked in the end. */
  readonly asks: string;
  /** Who forbids requests in the end, in words; null: nobody. */
  readonly forbiddenBy: string | null;
  /** Where the token comes from that goes along; null: none does. */
  readonly tokenFrom: 'settings' | 'environment' | 'file' | null;
  /** Why no token can be kept here, in a sentence; null: it can. */
  readonly cannotKeep: string | null;
  /** What is wrong with the environment, in a sentence. */
  readonly trouble?: string;
}

/** Null takes away; what is left out stays. */
export interface HubChanges {
  readonly endpoint?: string | null;
  readonly offline?: boolean;
  readonly token?: string | null;
}
