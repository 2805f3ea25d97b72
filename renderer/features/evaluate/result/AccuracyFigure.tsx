/** Accuracy against mean tokens. React renders, the geometry is charts/accuracy-chart.ts. A point leads to the answers that its mode has changed. */
import { useMemo, useRef, type KeyboardEvent } from 'react';
import type { EvaluateResult } from '../../../../src-engine/engine.ts';
import { measures } from '../../../../src-engine/report/evaluation/measures.ts';
import { useAppStore } from '../../../app/context.ts';
import { accuracyChart, type PlacedPoint } from '../../../charts/accuracy-chart.ts';
import { useSize } from '../../../controls/use-size.ts';
import { fullMode } from '../../../state/evaluation/modes.ts';
import { accuracyPoints } from '../../../words/evaluation-points.ts';
import { modeSentence } from '../../../words/evaluation-words.ts';

const height = 300;
const margin = { left: 52, right: 84, top: 16, bottom: 44 };
const leastWidth = 360;

export function AccuracyFigure({ result }: { readonly result: EvaluateResult }) {
  const frame = useRef<HTMLElement>(null);
  const store = useAppStore();
  const size = useSize(frame);
  const width = Math.max(leastWidth, size?.width ?? 640);
  const box = useMemo(() => ({ width, height, ...margin }), [width]);
  const chart = useMemo(() => accuracyChart(accuracyPoints(result.rows), box), [result, box]);
  const sentenceOf = (mode: string) => {
    const row = result.rows.find((each) => each.mode === mode);
    return row === undefined ? mode : modeSentence(result, row);
  };
  const drills = (mode: string) => mode !== fullMode && result.rows.some((row) => row.mode === fullMode);

  function walk(event: KeyboardEvent<SVGGElement>, mode: string): void {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    const points = [...(frame.current?.querySelectorAll<SVGGElement>('.accuracy-point') ?? [])];
    if (step !== undefined) {
      const at = points.findIndex((point) => point === event.currentTarget);
      points[at + step]?.focus();
      event.preventDefault();
    } else if ((event.key === 'Enter' || event.key === ' ') && drills(mode)) {
      event.preventDefault();
      store.getState().chooseChanged({ mode });
    }
  }

  return (
    <figure className="accuracy-figure" ref={frame}>
      <figcaption>
        {measures[result.scorer].axis} against visual tokens, mean over the images.{' '}
        <span className="muted">
          Bars: 95 % intervals. Dashed: nothing is better with fewer tokens.
          {chart.startsAtZero ? '' : ' The vertical axis does not begin at 0.'}
        </span>
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        role="group"
        aria-label="Accuracy against tokens; arrow keys go from point to point"
      >
        {chart.yTicks.map(({ y, text }) => (
          <g key={text} className="chart-tick">
            <line x1={box.left} x2={width - box.right} y1={y} y2={y} />
            <text x={box.left - 6} y={y} dy="0.32em">
              {text}
            </text>
          </g>
        ))}
        {chart.xTicks.map(({ x, text }) => (
          <text key={text} className="accuracy-x" x={x} y={chart.base + 16}>
            {text}
          </text>
        ))}
        <text className="accuracy-x" x={(box.left + width - box.right) / 2} y={chart.base + 35}>
          visual tokens
        </text>
        {chart.reference === null ? null : (
          <line
            className="accuracy-reference"
            x1={box.left}
            x2={chart.reference.x}
            y1={chart.reference.y}
            y2={chart.reference.y}
          />
        )}
        {chart.lines.map(({ method, path }) => (
          <path key={method} className={`accuracy-line accuracy-${method}`} d={path} />
        ))}
        <path className="accuracy-front" d={chart.front} />
        {chart.points.map((point, index) => (
          <Point
            key={point.mode}
            point={point}
            words={sentenceOf(point.mode)}
            drills={drills(point.mode)}
            first={index === 0}
            onKeyDown={(event) => walk(event, point.mode)}
            onPress={() => {
              if (drills(point.mode)) store.getState().chooseChanged({ mode: point.mode });
            }}
          />
        ))}
      </svg>
    </figure>
  );
}

interface PointProps {
  readonly point: PlacedPoint;
  readonly words: string;
  readonly drills: boolean;
  readonly first: boolean; // the one that Tab reaches
  readonly onKeyDown: (event: KeyboardEvent<SVGGElement>) => void;
  readonly onPress: () => void;
}

function Point({ point, words, drills, first, onKeyDown, onPress }: PointProps) {
  const { method, plain, x, y, top, bottom, shape, label, labelX, labelY, anchor } = point;
  return (
    <g
      className={`accuracy-point accuracy-${method}`}
      data-plain={plain || undefined}
      role={drills ? 'button' : 'img'}
      tabIndex={first ? 0 : -1}
      aria-label={drills ? `${words} Show changed answers.` : words}
      onKeyDown={onKeyDown}
      onClick={onPress}
    >
      <title>{words}</title>
      <line x1={x} x2={x} y1={top} y2={bottom} />
      <circle className="accuracy-target" cx={x} cy={y} r={12} />
      <path d={shape} transform={`translate(${x} ${y})`} />
      <text x={labelX} y={labelY} textAnchor={anchor}>
        {label}
      </text>
    </g>
  );
}
