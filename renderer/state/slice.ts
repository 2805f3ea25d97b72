/** The shape of a slice: a function that gets a setter for its own fields only. No slice can see another. */

export type SetSlice<S> = (change: Partial<S> | ((slice: S) => Partial<S>)) => void;

export type CreateSlice<S> = (set: SetSlice<S>) => S;
