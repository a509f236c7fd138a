import { policyInForce } from '@xianjie/domain';
import type { CountyCode, LocalDate, PolicyLayer, PolicyPack } from '@xianjie/domain';
import { NoPolicyInForce } from './faults';

/** The layers that are in force, by county and day (S-26). */
export class PolicyBook {
  constructor(private readonly layers: readonly PolicyLayer[]) {}

  /** @throws NoPolicyInForce. */
  inForce(county: CountyCode, on: LocalDate): PolicyPack {
    const pack = policyInForce(this.layers, county, on);
    if (pack === null) throw new NoPolicyInForce(county, on);
    return pack;
  }
}
