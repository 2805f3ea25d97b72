/** What is known of an update, as the window shows it. Types only. */

export type UpdateState =
  /** `reason` is a sentence: this build does not look for updates. */
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'idle' }
  | { readonly kind: 'checking' }
  | { readonly kind: 'newest'; readonly version: string }
  /** The server announced an older version, which is not taken. */
  | { readonly kind: 'older'; readonly version: string }
  /** `bytes` of the installer; null where this copy does not replace itself. */
  | { readonly kind: 'found'; readonly version: string; readonly bytes: number | null }
  | {
      readonly kind: 'downloading';
      readonly version: string;
      readonly received: number; // bytes
      readonly bytes: number;
    }
  /** Waits for the user's word. */
  | { readonly kind: 'downloaded'; readonly version: string }
  | { readonly kind: 'installing'; readonly version: string }
  /** `sentence` says what went wrong and what to do. */
  | { readonly kind: 'failed'; readonly sentence: string };

export interface UpdateView {
  /** The host that is asked; null where none ever is. */
  readonly host: string | null;
  /** The version that runs. */
  readonly running: string;
  readonly state: UpdateState;
}
