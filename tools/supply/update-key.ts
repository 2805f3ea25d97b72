/** `npx tsx tools/supply/update-key.ts`: a new pair of keys for announcements of updates. The private one is shown once and kept nowhere. */
import { generateKeyPairSync } from 'node:crypto';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
console.log(
  `Public, for DYMU_UPDATE_KEYS (a variable):\n${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
);
console.log(
  `Private, for DYMU_UPDATE_KEY (a secret):\n${privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')}`,
);
