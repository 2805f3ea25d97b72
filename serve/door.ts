/** Who may come in: a token that is good once, exchanged for a secret that the browser keeps as a cookie. Knows no network. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export interface Door {
  /** For a new address. The one before, if nobody used it, is dead. */
  readonly newToken: () => string;
  /** A secret for the browser that came with the token; undefined where the token is not the one, or was used. */
  readonly enter: (token: string) => string | undefined;
  /** Whose secret it is, a word for one browser; undefined for a stranger. */
  readonly knows: (secret: string) => string | undefined;
  /** That browser has to come in again. */
  readonly forget: (browser: string) => void;
}

const newSecret = (): string => randomBytes(32).toString('base64url');

/** Secrets are kept as hashes, and compared in constant time. */
const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

export function createDoor(): Door {
  let token: Buffer | undefined;
  const browsers = new Map<string, Buffer>();
  return {
    newToken: () => {
      const made = newSecret();
      token = hashOf(made);
      return made;
    },
    enter: (given) => {
      const good = timingSafeEqual(hashOf(given), token ?? randomBytes(32));
      if (!good) return undefined;
      token = undefined;
      const secret = newSecret();
      browsers.set(newSecret(), hashOf(secret));
      return secret;
    },
    knows: (secret) => {
      const hash = hashOf(secret);
      let found: string | undefined;
      // All are looked at: how long it takes says nothing.
      for (const [browser, known] of browsers) if (timingSafeEqual(known, hash)) found = browser;
      return found;
    },
    forget: (browser) => void browsers.delete(browser),
  };
}
