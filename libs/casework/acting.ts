/** Who acts: `by` is the official's user reference, `token` the name of the bearer token that the call came with, where one did. */
export type Acting = Readonly<{ by: string; token?: string }>;

/** CloudEvents `source` of an act: `official:<by>`, and `?token=<name>` where somebody acts under a token of another name. */
export const officialSource = ({ by, token }: Acting): string =>
  token === undefined || token === by ? `official:${by}` : `official:${by}?token=${token}`;
