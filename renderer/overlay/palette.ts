/** The colours that canvases need, read from the style sheet's custom properties, so that there is one place for colours. */

export interface Palette {
  readonly accent: string;
  readonly veil: string; // over the parts of the picture that the model does not see
}

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const value = (name: string, otherwise: string) => style.getPropertyValue(name).trim() || otherwise;
  return { accent: value('--accent', '#0b6bc7'), veil: value('--surface-sunk', '#f5f5f3') };
}
