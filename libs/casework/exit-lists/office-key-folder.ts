import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UnusableKey } from '@xianjie/documents';
import type { CountyCode } from '@xianjie/domain';
import { OfficeKeys } from './ports';

/** `<folder>/<county>.pem`: the public key that each civil affairs office brought. The hub never has the private one (S-24). */
export class OfficeKeyFolder extends OfficeKeys {
  constructor(private readonly folder: string) {
    super();
  }

  async publicKeyOf(office: CountyCode): Promise<string | null> {
    if (!/^\d{6}$/.test(office)) return null;
    const file = join(this.folder, `${office}.pem`);
    const pem = await readFile(file, 'utf8').catch((fault: { code?: string }) => {
      if (fault.code === 'ENOENT') return null;
      throw fault;
    });
    if (pem === null) return null;
    try {
      return createPublicKey(pem).export({ type: 'spki', format: 'der' }).toString('base64');
    } catch (cause) {
      throw new UnusableKey(`${file}: not a public key in PEM`, { cause });
    }
  }
}
