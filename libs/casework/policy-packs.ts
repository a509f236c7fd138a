import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HubError, parsePolicyPack } from '@xianjie/domain';
import type { PolicyLayer } from '@xianjie/domain';
import { parse } from 'yaml';

/** A policy file does not say what a policy must. `errors` names each rule; nothing is guessed. */
export class PolicyUnreadable extends HubError {
  readonly code = 'policy-unreadable';
  readonly retryable = false;

  constructor(
    readonly file: string,
    readonly errors: readonly string[],
    options?: ErrorOptions,
  ) {
    super(`policy ${file}: ${errors.join('; ')}`, options);
  }
}

/** `contentHash` is the SM3 of the file's bytes, hex: what a freeze cites (S-21). */
export type PolicyFile = Readonly<{ file: string; layer: PolicyLayer; contentHash: string; content: string }>;

export const readPolicy = (file: string, content: string): PolicyFile => {
  let said: unknown;
  try {
    said = parse(content);
  } catch (cause) {
    throw new PolicyUnreadable(file, [cause instanceof Error ? cause.message : String(cause)], { cause });
  }
  const parsed = parsePolicyPack(said);
  if ('errors' in parsed) throw new PolicyUnreadable(file, parsed.errors);
  return { file, layer: parsed.layer, contentHash: createHash('sm3').update(content).digest('hex'), content };
};

/**
 * Every .yaml of a folder, in order of file name.
 * @throws PolicyUnreadable naming the file and the rule, or the folder that has none.
 */
export const readPolicies = async (folder: string): Promise<readonly PolicyFile[]> => {
  const found = await readdir(folder).catch((cause: Error) => {
    throw new PolicyUnreadable(folder, ['the folder (XIANJIE_POLICY) cannot be read'], { cause });
  });
  const files = found.filter((name) => /\.ya?ml$/.test(name)).toSorted();
  if (files.length === 0) throw new PolicyUnreadable(folder, ['the folder (XIANJIE_POLICY) holds no .yaml file']);
  return Promise.all(files.map(async (name) => readPolicy(name, await readFile(join(folder, name), 'utf8'))));
};
