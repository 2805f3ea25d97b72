/** Round numbers for an axis. Pure. */

const steps = [1, 2, 2.5, 5, 10];

/** Evenly spaced ticks that enclose the range (`to` above `from`), about `wanted` of them; their step is 1, 2, 2.5 or 5 times a power of ten. */
export function axisTicks(from: number, to: number, wanted: number): number[] {
  const rough = (to - from) / Math.max(1, wanted - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (steps.find((each) => each * power >= rough * 0.999) ?? 10);
  const first = Math.floor(from / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(to / step - 1e-9));
  const digits = Math.max(0, 2 - Math.floor(Math.log10(step)));
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toFixed(digits)),
  );
}
