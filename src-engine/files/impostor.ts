/** What often lies where a file should be: a pointer, a saved web page, a server's answer, another format under the wrong name. */

export interface Impostor {
  readonly fact: string; // follows the file's name
  readonly cure: string;
}

/** Enough of a file's beginning to tell. */
export const impostorBytes = 512;

interface Sign {
  readonly pattern: RegExp; // of the first bytes as Latin-1
  readonly impostor: Impostor;
}

const webPage: Impostor = {
  fact: 'is a web page and not the file itself',
  cure: "download the file itself (on huggingface.co the address with /resolve/, not the page's with /blob/)",
};

const refused: Impostor = {
  fact: "is a server's refusal and not the file itself",
  cure: 'download it again, signed in where the model asks for it',
};

const signs: readonly Sign[] = [
  {
    pattern: /^version https:\/\/git-lfs/u,
    impostor: {
      fact: 'is a Git LFS pointer and not the file itself',
      cure: 'run "git lfs pull" in its folder',
    },
  },
  { pattern: /^(?:\u00ef\u00bb\u00bf)?\s*<(?:!doctype html|html|head)\b/iu, impostor: webPage },
  { pattern: /^\s*<\?xml/u, impostor: refused },
  {
    pattern:
      /^\s*(?:Entry not found|Repository not found|Not Found\b|Unauthorized|Forbidden|Invalid (?:username|credentials)|Access to model |Internal Server Error|\{"error":)/iu,
    impostor: refused,
  },
  {
    pattern: /^(?:PK\u0003\u0004|\u0080[\u0002-\u0005])/u,
    impostor: {
      fact: 'is a PyTorch or zip file under another name, which can run code when read',
      cure: 'get or save the model as safetensors',
    },
  },
  {
    pattern: /^GGUF/u,
    impostor: {
      fact: 'is a GGUF file under another name',
      cure: 'get the model as safetensors, in fp16 or bf16',
    },
  },
  {
    pattern: /^\u001f\u008b/u,
    impostor: { fact: 'is compressed with gzip', cure: 'unpack it' },
  },
];

/** @param start the first bytes of a file, at least `impostorBytes` where it has them */
export function impostor(start: Uint8Array): Impostor | undefined {
  const text = Buffer.from(start.buffer, start.byteOffset, Math.min(start.length, impostorBytes)).toString(
    'latin1',
  );
  return signs.find(({ pattern }) => pattern.test(text))?.impostor;
}
