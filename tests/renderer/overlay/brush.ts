/** A 2d context that only writes down what it is told. */
import type { PictureBrush } from '../../../renderer/overlay/context.ts';

export interface RecordingBrush {
  readonly brush: PictureBrush;
  /** Calls in order, each with the settings that matter at that moment. */
  readonly calls: string[];
}

export function recordingBrush(): RecordingBrush {
  const calls: string[] = [];
  const round = (value: number) => Number(value.toFixed(3));
  const call =
    (name: string) =>
    (...args: unknown[]) => {
      const numbers = args.filter((arg) => typeof arg === 'number').map(round);
      calls.push(`${name} ${numbers.join(' ')}`.trim());
    };
  const brush = {
    fillStyle: '',
    strokeStyle: '',
    globalAlpha: 1,
    lineWidth: 1,
    lineCap: 'butt' as const,
    imageSmoothingEnabled: true,
    imageSmoothingQuality: 'low' as const,
    beginPath: call('beginPath'),
    clearRect: call('clear'),
    drawImage: call('image'),
    lineTo: call('to'),
    moveTo: call('from'),
    rect: call('rect'),
    fillRect: (x: number, y: number, width: number, height: number) => {
      calls.push(`fill ${x} ${y} ${width} ${height} ${brush.fillStyle} @${round(brush.globalAlpha)}`);
    },
    stroke: () => {
      calls.push(`stroke ${brush.strokeStyle} ${round(brush.lineWidth)} @${round(brush.globalAlpha)}`);
    },
  };
  return { brush, calls };
}
