/** Thresholds in words. */
import type { CustomThresholds } from '../state/thresholds/custom.ts';

/** @param layer from 0 */
export function thresholdWords(layer: number): string {
  return `Threshold of layer ${layer + 1}`;
}

/** Four decimals at most, as they are moved. */
export function thresholdText(value: number): string {
  return String(Number(value.toFixed(4)));
}

export function thresholdValueWords(value: number): string {
  return value >= 1 ? '1, nothing merges here' : thresholdText(value);
}

export function customWords({ name }: CustomThresholds): string {
  return name === null ? 'custom thresholds' : `thresholds “${name}”`;
}
