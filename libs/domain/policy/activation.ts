import { accept, refuse } from '../decider';
import type { Decision } from '../decider';
import type { LocalDate } from '../values';
import type { PolicyPackActivated } from './policy.events';
import type { PolicyLayer } from './policy-pack';

// Which policy files the hub has put into force.

export type ActivatedPolicies = Readonly<Record<string, Readonly<{ contentHash: string }>>>;
export const noPolicies: ActivatedPolicies = {};

const keyOf = (id: string, version: string): string => `${id}@${version}`;

export const evolvePolicies = (
  known: ActivatedPolicies,
  { packId, packVersion, contentHash }: PolicyPackActivated,
): ActivatedPolicies => ({
  ...known,
  [keyOf(packId, packVersion)]: { contentHash },
});

export type ActivatePolicy = Readonly<{
  on: LocalDate;
  layer: PolicyLayer;
  contentHash: string;
  content: string;
  activatedBy: string;
}>;

/** The same file again is nothing new; another content needs another version, since decisions cite id and version. */
export const activatePolicy = (
  known: ActivatedPolicies,
  { on, layer, contentHash, content, activatedBy }: ActivatePolicy,
): Decision<PolicyPackActivated, 'version-has-another-content'> => {
  const active = known[keyOf(layer.id, layer.version)];
  if (active !== undefined) return active.contentHash === contentHash ? accept() : refuse('version-has-another-content');
  const { id: packId, version: packVersion, division, validFrom, validTo } = layer;
  return accept({
    type: 'PolicyPackActivated',
    ...{ on, packId, packVersion, division, validFrom, validTo, contentHash, content, activatedBy },
  });
};
