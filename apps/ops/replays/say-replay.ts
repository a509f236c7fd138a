import type { ExplainingEvent, HouseholdDifference, Replay } from '@xianjie/read-models';
import { bar } from '../output';

// Replays in words.

const filters = ({ asked: { household, county, types, effectiveOn } }: Replay): string =>
  [
    household && `household ${household}`,
    county && `county ${county}`,
    types.length > 0 && `types ${types.join(', ')}`,
    effectiveOn && `as effective on ${effectiveOn}`,
  ]
    .filter(Boolean)
    .map((said) => `, ${said}`)
    .join('');

export const rangeOf = ({ asked: { ranges } }: Replay): string =>
  ranges.map(({ shard, from, to }) => `${shard}:${from} to ${shard}:${to}`).join(', ');

export const sentenceOf = (replay: Replay): string => {
  const { name, asked, status, households, events, madeWith, fault } = replay;
  const where = asked.topic === null ? `${households} households` : `topic ${asked.topic}`;
  const because = status === 'interrupted' && fault ? ` (${fault}): \`replay resume ${name}\` goes on` : '';
  return `${name}: ${status}${because}; ${events} events, ${where}; positions ${rangeOf(replay)}${filters(replay)}; made with ${madeWith.program}, rules ${madeWith.rules.slice(0, 8)}`;
};

/** Filtered or not, it moves through these positions; what is left out counts as done only at the end. */
export const progressOf = ({ events, households, positions }: Replay): string =>
  `${bar(events, positions)}  ${events} events, ${households} households`;

const shown = (value: unknown): string => {
  const text = JSON.stringify(value ?? null);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
};
const named = (events: readonly ExplainingEvent[]): string =>
  events.map(({ position, type, effectiveOn }) => `${position} ${type} of ${effectiveOn}`).join('; ');

const verdicts: Readonly<Record<HouseholdDifference['verdict'], string>> = {
  events: 'other events',
  'live-not-its-fold': 'THE LIVE VIEW DOES NOT FOLLOW FROM ITS EVENTS: run rebuild',
  'replay-not-its-fold': 'the replay does not follow from its events: it was altered, or made by other code',
  'rows-not-of-state': 'the states agree, rows made of them do not: run rebuild',
};

export const linesOf = ({
  household,
  verdict,
  tables,
  fields,
  onlyLive,
  onlyReplayed,
}: HouseholdDifference): readonly string[] => [
  `${household}: ${verdicts[verdict]} (${tables.join(', ')})`,
  ...(onlyLive.length > 0 ? [`  only live: ${named(onlyLive)}`] : []),
  ...(onlyReplayed.length > 0 ? [`  only in the replay: ${named(onlyReplayed)}`] : []),
  ...fields.map(
    ({ path, live, replayed, because }) =>
      `  ${path}: live ${shown(live)}, replayed ${shown(replayed)}${because.length > 0 ? `, by ${because.map(({ position }) => position).join(', ')}` : ''}`,
  ),
];
