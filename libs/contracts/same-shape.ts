// The domain's events and the Avro records are written twice on purpose, each for its readers. These types prove at compile time that
// they say the same: the same fields, the same nullability, nested alike. Code sets and dates are plain strings on the Avro side (S-17).

type Widened<T> = T extends string
  ? string
  : T extends number
    ? number
    : T extends boolean
      ? boolean
      : T extends readonly (infer Item)[]
        ? readonly Widened<Item>[]
        : T extends object
          ? { readonly [Field in keyof T]: Widened<T[Field]> }
          : T;

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** The names of the events whose Avro record differs; `never` when all agree. */
export type DifferingRecords<Event extends { type: string }, Subject, Records> = {
  [Type in Event['type']]: Type extends keyof Records
    ? Same<Widened<Omit<Extract<Event, { type: Type }>, 'type'> & Subject>, Widened<Records[Type]>> extends true
      ? never
      : Type
    : Type;
}[Event['type']];

/** Fails to compile, naming the records, unless none differs. */
export const proveSame = <Differing extends never>(): readonly Differing[] => [];
