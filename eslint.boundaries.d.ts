/** Types of eslint.boundaries.js, for its tests. */
import type { Linter } from 'eslint';

type Table = Readonly<Record<string, readonly string[]>>;

export declare const arrows: Table;
export declare const typeArrows: Table;
export declare const windowArrows: Table;
export declare const electronFree: Table;
export declare const seam: readonly string[];

declare const boundaries: Linter.Config[];
export default boundaries;
