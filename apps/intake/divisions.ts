import type { DivisionTable } from '@xianjie/domain';

/** The dated division table, injected by its class. */
export class Divisions {
  constructor(readonly table: DivisionTable) {}
}
