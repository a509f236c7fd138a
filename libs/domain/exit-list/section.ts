// Where a line stands on a list, and why.

/** 1 exited, 2 planned but not exited. */
export type Section = 1 | 2;
/** 变动: null in an original or a replacement. */
export type Change = 'ADDED' | 'WITHDRAWN';
