import { codeOn, lineage, policyInForce } from '@xianjie/domain';
import type { CountyCode, DivisionTable, HashedPack, LocalDate, PolicyLayer } from '@xianjie/domain';
import { UnknownCounty } from '../faults';
import { ListRulesBook } from './ports';
import type { ListRules } from './ports';

/** A policy file and the SM3 of its bytes. */
export type LoadedPolicy = Readonly<{ layer: PolicyLayer; contentHash: string }>;

/** The list's rules from the policy packs and the division table; what no pack says falls back to S-20. */
export class PolicyListRules extends ListRulesBook {
  constructor(
    private readonly policies: readonly LoadedPolicy[],
    private readonly divisions: DivisionTable,
    private readonly divisionTableHash: string | null,
  ) {
    super();
  }

  async rulesFor(given: CountyCode, on: LocalDate): Promise<ListRules> {
    if (!this.divisions.has(given)) throw new UnknownCounty(given);
    const county = codeOn(this.divisions, given, on);
    const layers = this.policies.map(({ layer }) => layer);
    const pack = policyInForce(layers, county, on);
    return {
      county,
      // Of counties that are to become one later, only those that are one by now.
      countyLineage: lineage(this.divisions, given).filter((code) => codeOn(this.divisions, code, on) === county),
      divisionTableHash: this.divisionTableHash,
      dueBy: pack?.exitList.dueOn ?? null,
      supplementsUntil: pack?.exitList.supplementsUntil ?? null,
      itemDays: pack?.exitList.itemsDueWithinDays ?? null,
      programmes: pack?.exitList.programmes ?? ['RURAL'],
      policyPack: pack && { id: pack.id, version: pack.version },
      policyPacks: this.hashedPacks(pack?.layers ?? []),
    };
  }

  private hashedPacks(names: readonly string[]): readonly HashedPack[] {
    return this.policies
      .filter(({ layer }) => names.includes(`${layer.id}@${layer.version}`))
      .map(({ layer: { id, version }, contentHash }) => ({ id, version, contentHash }));
  }
}
