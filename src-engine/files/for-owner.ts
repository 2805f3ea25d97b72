/** Modes of what the program keeps for its user: nobody else on this computer reads it, whatever the umask says. */

/** Windows has no such modes; folders below a user's profile are the user's there. */
export const forOwner = { folder: 0o700, file: 0o600 } as const;
