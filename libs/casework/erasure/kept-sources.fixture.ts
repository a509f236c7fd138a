import type { BlankedFile, PersonId } from '@xianjie/domain';
import { ImportAtWork, KeptSources } from '@xianjie/sources';
import type { PersonInClear } from '@xianjie/sources';
import { ParkedPayloads } from './parked-payloads';

/** Notes what it is told of a person; a spec may have an import at work, or a kill after blanking. */
export class NotingSources extends KeptSources {
  readonly buried: PersonInClear[] = [];
  readonly blanked = new Set<PersonId>();
  isImporting = false;
  afterBlanking: () => void = () => undefined;

  async bury(persons: readonly PersonInClear[]): Promise<void> {
    this.buried.push(...persons);
  }

  async blank(persons: readonly PersonInClear[]): Promise<void> {
    if (this.isImporting) throw new ImportAtWork('i-9');
    for (const { person } of persons) this.blanked.add(person);
    this.afterBlanking();
  }

  async blankedFor(persons: readonly PersonId[]): Promise<readonly BlankedFile[]> {
    return persons
      .filter((person) => this.blanked.has(person))
      .map((person) => ({ importId: 'i-1', hash: person, rows: 1, cells: 0 }));
  }
}

/** Notes whose parked bytes were asked to go. */
export class NotingPayloads extends ParkedPayloads {
  readonly erased: Readonly<{ households: readonly string[]; texts: readonly string[] }>[] = [];

  async erase(households: readonly string[], texts: readonly string[]): Promise<void> {
    this.erased.push({ households, texts });
  }
}
