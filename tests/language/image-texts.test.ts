import { describe, expect, it } from 'vitest';
import { withImageTexts } from '../../src-engine/language/image-texts.ts';

describe('withImageTexts', () => {
  it('puts each text in the place of its placeholder, before and after the question', () => {
    const render = (words: string) => `User:<image><image>${words}<image>End`;
    expect(withImageTexts(render, '<image>', ['[1]', '[2]', '[3]'])('why?')).toBe('User:[1][2]why?[3]End');
  });

  it('leaves what the question says as it is', () => {
    const render = (words: string) => `<image>${words.trim()}\n`;
    expect(withImageTexts(render, '<image>', ['[1]'])(' <image> and <image>')).toBe(
      '[1]<image> and <image>\n',
    );
  });

  it('takes the first placeholders where a template does more with the question than place it once', () => {
    const render = (words: string) => `<image>${words}${words}`;
    expect(withImageTexts(render, '<image>', ['[1]'])('a')).toBe('[1]aa');
  });

  it('leaves a placeholder beyond the texts', () => {
    expect(withImageTexts((words) => `<image><image>${words}`, '<image>', ['[1]'])('a')).toBe('[1]<image>a');
  });
});
