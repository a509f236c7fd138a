import { policyInForce } from '@xianjie/domain';
import type { CountyCode, LocalDate, PolicyLayer, PolicyPack } from '@xianjie/domain';
import { NoPolicyInForce } from './faults';

/** The layers that are in force, by county and day (S-26). */
export class PolicyBook {
  constructor(private readonly layers: readonly PolicyLayer[]) {}

  /** Null where no pack holds on that day. */
  find(county: CountyCode, on: LocalDate): PolicyPack | null {
    return policyInForce(this.layers, county, on);
  }

  /** @throws NoPolicyInForce. */
  inForce(county: CountyCode, on: LocalDate): PolicyPack {
    const pack = this.find(county, on);
    if (pack === null) throw new NoPolicyInForce(county, on);
    return pack;
  }
}
