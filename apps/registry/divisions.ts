/** What the division table is provided under. */
export const DIVISIONS = 'division table';
