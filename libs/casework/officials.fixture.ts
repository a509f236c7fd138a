import { join } from 'node:path';
import { projectRoot } from '@xianjie/infrastructure';
import type { Desk } from './casework.fixture';
import { PolicyBook } from './policy-book';
import { readPolicies } from './policy-packs';
import { TakeDecision } from './take-decision';

/** Officials who decide at a desk, under the policies of this repository. */
export const officialsAt = async ({ parts }: Desk): Promise<TakeDecision> => {
  const policies = await readPolicies(join(projectRoot(), 'policies'));
  return new TakeDecision(parts.log, parts.codec, new PolicyBook(policies.map(({ layer }) => layer)));
};
