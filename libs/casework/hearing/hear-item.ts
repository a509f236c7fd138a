import { hear } from '@xianjie/domain';
import type { HouseholdReport, LastHeard, PersonId } from '@xianjie/domain';
import type { ReportedAbsence, ReportedDibaoCase, ReportedRegistryHousehold } from '@xianjie/sources';
import { books, heardBookOf } from '../books';
import type { CaseFile } from '../case-files';
import type { Batch } from './batch';
import { compareDoubles } from './doubles';
import { Draft } from './draft';
import { isAbsence, originOf, shardOf, sourceOf } from './item';
import type { HearItem } from './item';
import type { Resolved } from './members';
import { findAt, settle } from './moves';
import { closeReviews, openReviews } from './open-reviews';
import type { CaseworkParts } from './parts';
import { placeCase, placeRegistration } from './placement';
import type { Candidate } from './reviews';
import { headOf, sealCase, sealRegistration } from './seal-report';
import { caseKeyOf, latestSpell } from './spells';

/** What the snapshot as a whole says beside its records. */
export type Snapshot = Readonly<{
  /** Record keys that it no longer lists: a new 户编号 with the members of one of them is a renumbering (S-10). */
  departed: ReadonlySet<string>;
}>;

export type Heard = Readonly<{ draft: Draft; household: string | null }>;

/** One report, heard against what is known of its household: everything it changes, in one append. */
export class ItemHearing {
  private readonly draft: Draft;
  private readonly last: ReturnType<Batch['lastHeard']>;

  constructor(
    { codec }: CaseworkParts,
    private readonly batch: Batch,
    private readonly item: HearItem,
    private readonly resolved: readonly Resolved[],
    private readonly candidates: ReadonlyMap<PersonId, readonly Candidate[]>,
  ) {
    const { report, commandId, origin, importId } = item;
    this.last = batch.lastHeard(item);
    this.draft = new Draft(codec, {
      shard: shardOf(report.county),
      commandId,
      source: sourceOf(report.evidence, importId),
      originOf: ({ type, on }) => originOf(type, on, this.last?.asOf ?? null, origin),
    });
  }

  run(): Heard {
    const { report } = this.item;
    if (isAbsence(report)) return this.hearAbsence(report);
    return report.system === 'registry' ? this.hearRegistration(report) : this.hearCase(report);
  }

  private get lastHeard(): LastHeard {
    return this.last === null ? null : { asOf: this.last.asOf };
  }

  private get persons(): readonly PersonId[] {
    return this.resolved.map(({ person }) => person);
  }

  private hearRegistration(report: ReportedRegistryHousehold): Heard {
    const { file, displaced } = placeRegistration(this.batch, this.item, report, this.persons);
    const gone = displaced?.state.registration;
    if (displaced && gone)
      this.tell(displaced, gone.county, {
        ...{ system: 'registry', asOf: report.asOf, absent: true },
        ...{ registryNo: report.registryNo, countyLineage: report.countyLineage ?? [report.county] },
      });
    const before = [file, displaced].flatMap((one) => Object.keys(one?.state.registration?.members ?? {}));
    this.tell(file, report.county, sealRegistration(this.batch.keys, report, this.resolved, file.state), displaced !== null);
    return this.close(file, [...before, ...this.persons], null);
  }

  private hearCase(report: ReportedDibaoCase): Heard {
    const applicant = headOf(
      this.resolved.filter(({ member }) => !member.diedOn),
      report.headName,
    );
    const file = placeCase(this.batch, this.item, applicant, this.persons);
    const caseKey = caseKeyOf(file.state, report);
    const before = (file.state.cases[caseKey]?.members ?? []).map(({ person }) => person);
    // Told by the county that pays, wherever the family is registered: it is found there too, as of any day.
    this.tell(file, report.county, sealCase(this.batch.keys, report, this.resolved, caseKey, file.state));
    return this.close(file, [...before, ...this.persons], caseKey);
  }

  private hearAbsence(report: ReportedAbsence): Heard {
    const file = this.batch.knownFile(this.item);
    if (file === undefined) return { draft: this.draft, household: null };
    const { system, asOf, recordKey, countyLineage } = report;
    const spell = latestSpell(file.state, report);
    if (system === 'registry')
      this.tell(file, file.state.registration?.county ?? report.county, {
        system,
        asOf,
        absent: true,
        registryNo: recordKey.slice(recordKey.lastIndexOf('/') + 1),
        countyLineage,
      });
    else if (spell) this.tell(file, report.county, { system, asOf, absent: true, caseKey: spell.caseKey });
    const registered = Object.keys(file.state.registration?.members ?? {});
    const listed = system === 'registry' ? registered : (spell?.members ?? []).map(({ person }) => person);
    if (this.draft.events > 0) this.compareDoubles(listed);
    this.noteHeard(file, false);
    return { draft: this.draft, household: file.id };
  }

  private tell(file: CaseFile, county: string, report: HouseholdReport, isFirst = false): void {
    for (const event of hear(file.state, report, isFirst ? null : this.lastHeard)) this.draft.record(file, county, event);
  }

  private close(heardAt: CaseFile, persons: readonly PersonId[], caseKey: string | null): Heard {
    const { county, asOf: on } = this.item.report;
    for (const person of this.persons) {
      const households = this.batch.householdsOf(person);
      if (!households.includes(heardAt.id)) findAt(this.batch, this.draft, person, [...households, heardAt.id], county);
    }
    if (this.persons.some((person) => this.batch.keys.isErased(person)))
      this.draft.note(books.erasedRecord, this.item.report.recordKey, county, {});
    for (const { claim, person } of this.resolved) if (claim !== null) this.draft.claim(claim, person);
    // Where records belong follows from rosters: a month in which only amounts or stages changed moves nothing.
    if (!this.draft.changesRosters) {
      // A stop or a return changes who is covered twice, too.
      if (this.draft.events > 0) this.compareDoubles([...persons, ...this.persons]);
      this.noteHeard(heardAt, true);
      return { draft: this.draft, household: heardAt.id };
    }
    const asked = { shard: shardOf(county), county, on, caseKey };
    const settled = settle(this.batch, this.draft, heardAt, [...new Set(persons)], on);
    // The record's household is where its case, or its registration, lives now.
    const home = this.homeNow(heardAt, caseKey);
    openReviews(this.batch, this.draft, home, asked, this.resolved, this.candidates);
    closeReviews(this.batch, this.draft, home, asked, new Set([...persons, ...this.persons]));
    this.compareDoubles(settled.persons, settled.files);
    this.noteHeard(home, true);
    return { draft: this.draft, household: home.id };
  }

  private compareDoubles(persons: Iterable<PersonId>, left: Iterable<CaseFile> = []): void {
    compareDoubles(this.draft, (person) => this.batch.filesOf(person), persons, this.item.report.asOf, left);
  }

  private homeNow(heardAt: CaseFile, caseKey: string | null): CaseFile {
    const file = this.batch.files.get(heardAt.id) ?? heardAt;
    if (caseKey === null || Object.hasOwn(file.state.cases, caseKey)) return file;
    const files = this.persons.flatMap((person) => this.batch.filesOf(person));
    return files.find(({ state }) => Object.hasOwn(state.cases, caseKey)) ?? file;
  }

  /** An older snapshot than the newest is not what was last heard (S-4). */
  private noteHeard(file: CaseFile, present: boolean): void {
    const { report, digest, importId } = this.item;
    const { recordKey, asOf, county, system } = report;
    if (this.last !== null && asOf < this.last.asOf) return;
    const before = this.last?.import === importId ? this.last.before : this.last?.asOf;
    const heard = { digest: present ? digest : null, asOf, household: file.id, import: importId, present, before };
    this.draft.noteHeard(heardBookOf(system), recordKey, county, heard);
  }
}
