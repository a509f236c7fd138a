import type { LocalDate } from './values';

/** Something that happened. Never edited once recorded; `on` is the day from which it is true. */
export type DomainEvent<Type extends string, Data> = Readonly<{ type: Type; on: LocalDate } & Data>;

/** A refusal is an ordinary answer, so it is returned; only faults are thrown. */
export type Decision<Event, Refusal extends string> =
  Readonly<{ outcome: 'accepted'; events: readonly Event[] }> | Readonly<{ outcome: 'refused'; because: Refusal }>;

export const accept = <Event>(...events: readonly Event[]): Decision<Event, never> => ({ outcome: 'accepted', events });
export const refuse = <Refusal extends string>(because: Refusal): Decision<never, Refusal> => ({ outcome: 'refused', because });
