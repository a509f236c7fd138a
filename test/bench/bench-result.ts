export type BenchOptions = Readonly<{
  /** Says on the way what is being measured. */
  say: (line: string) => void;
  /** 1 is the size the issue names. */
  scale?: number;
}>;

export type BenchResult = Readonly<{
  name: string;
  /** What the hub does. */
  perSecond: number;
  /** What the parts below it do with the same bytes, measured in the same run. */
  ceilingPerSecond: number;
  ratio: number;
  details: Readonly<Record<string, unknown>>;
}>;

/** Works through all items, `width` at a time, and answers the seconds it took. */
export const secondsFor = async <Item>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<unknown>,
): Promise<number> => {
  const start = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < items.length) await work(items[next++]!);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return (performance.now() - start) / 1_000;
};

export const rounded = (value: number): number => Number(value.toPrecision(4));
