/** Rows of features added up by the group that holds them. Pure. */

/** Sums of the rows of each group [groups, width]; rows whose owner is -1 count for nothing. */
export function groupSums(
  rows: Float32Array, // [patches, width]
  owner: Int32Array, // [patches]
  groups: number,
): Float32Array {
  const width = rows.length / owner.length;
  const sums = new Float32Array(groups * width);
  for (const [patch, group] of owner.entries()) {
    if (group < 0) continue;
    for (let i = 0; i < width; i += 1) {
      sums[group * width + i] = (sums[group * width + i] ?? 0) + (rows[patch * width + i] ?? 0);
    }
  }
  return sums;
}

/** Plain means of the rows of each group [groups, width]. */
export function groupMeans(rows: Float32Array, owner: Int32Array, size: Float32Array): Float32Array {
  const width = rows.length / owner.length;
  return groupSums(rows, owner, size.length).map((sum, at) => sum / (size[Math.floor(at / width)] ?? 1));
}
