/** Columns of text, aligned by what a terminal shows. Pure. */
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

export type Alignment = 'left' | 'right';

/** Cells aligned per column (left unless said), two spaces between columns, no line ends in spaces. */
export function table(rows: readonly (readonly string[])[], alignment: readonly Alignment[] = []): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => stringWidth(row[column] ?? ''))),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => pad(cell, widths[column] ?? 0, alignment[column] ?? 'left'))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Two texts beside each other, each wrapped to half of `width` columns; one below the other where that is too narrow. */
export function sideBySide(left: string, right: string, width: number): string {
  const half = Math.floor((width - 3) / 2);
  if (half < 20) return `${left}\n\n${right}`;
  const [a, b] = [wrap(left, half), wrap(right, half)];
  const rows = Array.from({ length: Math.max(a.length, b.length) }, (_, i) =>
    `${pad(a[i] ?? '', half, 'left')} | ${b[i] ?? ''}`.trimEnd(),
  );
  return rows.join('\n');
}

/** A line keeps its indentation; what runs over begins at the margin. */
function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) =>
    wrapAnsi(line, width, { hard: true, trim: false })
      .split('\n')
      .map((part, index) => (index === 0 ? part : part.trimStart())),
  );
}

function pad(text: string, width: number, alignment: Alignment): string {
  const space = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return alignment === 'right' ? space + text : text + space;
}
