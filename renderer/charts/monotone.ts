/** Monotone cubic interpolation (Fritsch and Carlson, 1980): a smooth curve through ascending points that never overshoots. */

interface Knot {
  readonly x: number;
  readonly y: number;
}

/** The points must ascend strictly in x. Outside them the curve is level. */
export function monotoneCurve(points: readonly Knot[]): (x: number) => number {
  const slopes = secants(points);
  const tangents = tangentsOf(slopes);
  return (x) => {
    const first = points[0];
    const last = points.at(-1);
    if (first === undefined || last === undefined) return NaN;
    if (x <= first.x) return first.y;
    if (x >= last.x) return last.y;
    const i = points.findIndex((point) => point.x > x) - 1;
    const [a, b] = [points[i] ?? first, points[i + 1] ?? last];
    const h = b.x - a.x;
    const t = (x - a.x) / h;
    const [ma, mb] = [tangents[i] ?? 0, tangents[i + 1] ?? 0];
    const rest = 1 - t;
    return (
      a.y * (1 + 2 * t) * rest * rest +
      b.y * (3 - 2 * t) * t * t +
      h * (ma * t * rest * rest - mb * t * t * rest)
    );
  };
}

function secants(points: readonly Knot[]): number[] {
  return points.slice(1).map((b, i) => {
    const a = points[i] ?? b;
    return (b.y - a.y) / (b.x - a.x);
  });
}

/** The mean of the neighbouring slopes, shortened where it would overshoot. */
function tangentsOf(slopes: readonly number[]): number[] {
  return Array.from({ length: slopes.length + 1 }, (_, i) => {
    const left = slopes[i - 1];
    const right = slopes[i];
    if (left === undefined || right === undefined) return left ?? right ?? 0;
    if (left * right <= 0) return 0;
    const mean = (left + right) / 2;
    return Math.sign(mean) * Math.min(Math.abs(mean), 3 * Math.abs(left), 3 * Math.abs(right));
  });
}
