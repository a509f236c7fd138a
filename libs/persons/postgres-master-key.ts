import { Client } from 'pg';
import { MasterKeyDiffers } from './faults';
import type { MasterKey } from './master-key';
import { statement } from './postgres-statements';

const readMasterKey = statement('read-master-key');
const claimMasterKey = statement('claim-master-key');

/**
 * What an app asks before it does anything: numbers hash otherwise under another key, so that whoever is known already would be taken for
 * somebody new. An empty database belongs to the first key that asks. @throws MasterKeyDiffers
 */
export const requireMasterKey = async (databaseUrl: string, { id }: MasterKey): Promise<void> => {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const known = async (): Promise<string | undefined> => (await client.query<{ id: string }>(readMasterKey())).rows[0]?.id;
    let theirs = await known();
    if (theirs === undefined) {
      await client.query(claimMasterKey(id));
      // Another hub may have been quicker.
      theirs = await known();
    }
    if (theirs !== undefined && theirs !== id) throw new MasterKeyDiffers(theirs, id);
  } finally {
    await client.end();
  }
};
