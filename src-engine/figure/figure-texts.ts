/** What a figure says of itself in a PNG: caption, and the run's parameters as JSON. */
import type { Figure } from './figure.ts';

export function figureTexts({ caption, parameters }: Figure): Readonly<Record<string, string>> {
  return {
    Software: 'DyMU Explorer',
    Title: caption.title,
    Description: caption.details,
    'dymu-parameters': JSON.stringify(parameters),
  };
}
