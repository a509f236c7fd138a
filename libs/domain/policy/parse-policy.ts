import { dayOf, isLocalDate } from '../values';
import type { PolicyLayer, PolicyRules } from './policy-pack';

// A policy file as data, checked by hand: an unknown key, a missing one and a value out of range are each named.

export type ParsedPolicy = Readonly<{ layer: PolicyLayer }> | Readonly<{ errors: readonly string[] }>;
type Check = (value: unknown, at: string) => readonly string[];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const must =
  (holds: (value: unknown) => boolean, expected: string): Check =>
  (value, at) =>
    holds(value) ? [] : [`${at}: expected ${expected}, got ${JSON.stringify(value) ?? 'nothing'}`];

const text = must((value) => typeof value === 'string' && value !== '', 'text');
const oneOf = (...values: readonly string[]): Check => must((value) => values.includes(value as string), values.join(' or '));
const whole = (least: number, most: number): Check =>
  must(
    (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
    `a whole number from ${least} to ${most}`,
  );
const share = must((value) => typeof value === 'number' && value >= 0 && value <= 1, 'a share from 0 to 1');
const date = must((value) => typeof value === 'string' && isLocalDate(value), 'a day YYYY-MM-DD');
const division = must((value) => typeof value === 'string' && /^(\d{2}|\d{4}|\d{6})?$/.test(value), "'', 2, 4 or 6 digits");
const dayOfYear = must(
  (value) =>
    typeof value === 'string' &&
    /^\d{2}-\d{2}$/.test(value) &&
    dayOf(2015, Number(value.slice(0, 2)), Number(value.slice(3))) !== null,
  'a day MM-DD',
);

const orNull =
  (check: Check): Check =>
  (value, at) =>
    value === null ? [] : check(value, at);
const listOf =
  (check: Check): Check =>
  (value, at) =>
    Array.isArray(value) && value.length > 0
      ? value.flatMap((item, index) => check(item, `${at}[${index}]`))
      : [`${at}: expected a list`];
const mapOf =
  (check: Check): Check =>
  (value, at) =>
    isRecord(value) ? Object.entries(value).flatMap(([key, item]) => check(item, `${at}.${key}`)) : [`${at}: expected a map`];
const shape =
  (fields: Readonly<Record<string, Check>>, isPartial = false): Check =>
  (value, at) => {
    if (!isRecord(value)) return [`${at || 'policy'}: expected a map`];
    const path = (key: string): string => (at === '' ? key : `${at}.${key}`);
    const unknown = Object.keys(value).filter((key) => !Object.hasOwn(fields, key));
    return [
      ...unknown.map((key) => `${path(key)}: no such rule`),
      ...Object.entries(fields).flatMap(([key, check]) =>
        isPartial && !Object.hasOwn(value, key) ? [] : check(value[key], path(key)),
      ),
    ];
  };

const transition: Check = (value, at) => {
  const errors = shape({
    ...{ minMonths: whole(1, 60), maxMonths: whole(1, 60), anchor: oneOf('EXIT', 'DECISION') },
    exitPaths: orNull(listOf(text)),
  })(value, at);
  if (errors.length > 0 || !isRecord(value)) return errors;
  return (value['minMonths'] as number) > (value['maxMonths'] as number) ? [`${at}: minMonths is above maxMonths`] : [];
};

const rules: Readonly<Record<keyof PolicyRules, Check>> = {
  afterExit: shape({ rule: oneOf('REVIEW', 'TRANSITION_ALLOWED'), reviewWithinDays: orNull(whole(0, 366)) }),
  transition: orNull(transition),
  reviewCadenceMonths: shape({ byClass: mapOf(whole(1, 60)), otherwise: orNull(whole(1, 60)) }),
  exitList: shape({
    dueOn: dayOfYear,
    programmes: listOf(oneOf('RURAL', 'URBAN')),
    supplementsUntil: orNull(dayOfYear),
    itemsDueWithinDays: whole(1, 366),
  }),
  departuresThreshold: share,
  withdrawalReasons: listOf(
    must((value) => typeof value === 'string' && value !== 'POVERTY_EXIT', 'a reason other than POVERTY_EXIT (CR-12)'),
  ),
  verificationValidMonths: orNull(whole(1, 60)),
  classScheme: shape({ id: text, codes: mapOf(text) }),
};

const layer = shape({
  id: text,
  version: text,
  title: text,
  source: text,
  division,
  validFrom: date,
  validTo: orNull(date),
  rules: shape(rules, true),
});

/** One policy file, parsed already from YAML or JSON. Each error names the rule it is about. */
export const parsePolicyPack = (said: unknown): ParsedPolicy => {
  const errors = layer(said, '');
  return errors.length > 0 ? { errors } : { layer: said as PolicyLayer };
};
