/** How untrusted values appear in sentences: short, on one line, without control characters. Not a serialiser. */

/** At most 80 harmless characters, or as many as said. */
export function clip(text: string, longest = 80): string {
  // Control characters could forge lines or colours in a terminal, lone surrogates break encoders.
  const clean = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '?');
  const characters = Array.from(clean.slice(0, 4 * longest));
  return characters.length > longest ? `${characters.slice(0, longest).join('')}…` : characters.join('');
}

/** `'name'`, for names of tensors, files and fields that come from a file. */
export function quote(text: string): string {
  return `'${clip(text)}'`;
}

/** `'path'`, long enough to be found again. */
export function quotePath(path: string): string {
  return `'${clip(path, 400)}'`;
}

/** A JSON value in a sentence: `'text'`, `12`, `null`, `a list`, `an object`. */
export function show(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) {
    return value.length <= 8 && value.every((item) => typeof item === 'number')
      ? `[${value.join(', ')}]`
      : 'a list';
  }
  if (typeof value === 'object' && value !== null) return 'an object';
  return clip(String(value));
}
