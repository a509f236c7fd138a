import type { Household } from '@xianjie/domain';
import { Column, Entity, PrimaryColumn } from 'typeorm';

// The read side as TypeORM sees it; the tables are those of migrations/0601-views.sql, written by the projection alone.

@Entity({ name: 'household', synchronize: false })
export class HouseholdView {
  @PrimaryColumn({ name: 'household_id', type: 'text' })
  id!: string;
  @Column({ type: 'int' })
  version!: number;
  @Column({ type: 'bigint', transformer: { from: Number, to: String } })
  position!: number;
  @Column({ type: 'text' })
  county!: string;
  @Column({ type: 'text' })
  division!: string;
  @Column({ name: 'registry_status', type: 'text', nullable: true })
  registryStatus!: string | null;
  @Column({ name: 'superseded_by', type: 'text', nullable: true })
  supersededBy!: string | null;
  @Column({ type: 'json' })
  state!: Household;
}

@Entity({ name: 'poverty_registry', synchronize: false })
export class PovertyRegistryView {
  @PrimaryColumn({ name: 'household_id', type: 'text' })
  household!: string;
  @Column({ name: 'registry_no', type: 'text' })
  registryNo!: string;
  @Column({ type: 'text' })
  county!: string;
  @Column({ type: 'text' })
  division!: string;
  @Column({ type: 'text' })
  status!: string;
  @Column({ name: 'identified_on', type: 'date', nullable: true })
  identifiedOn!: string | null;
  @Column({ name: 'planned_year', type: 'int', nullable: true })
  plannedYear!: number | null;
  @Column({ name: 'exit_year', type: 'int', nullable: true })
  exitYear!: number | null;
  @Column({ name: 'exit_on', type: 'date', nullable: true })
  exitOn!: string | null;
  @Column({ name: 'relapsed_on', type: 'date', nullable: true })
  relapsedOn!: string | null;
  @Column({ name: 'removed_on', type: 'date', nullable: true })
  removedOn!: string | null;
  @Column({ type: 'int' })
  members!: number;
}

@Entity({ name: 'dibao_registry', synchronize: false })
export class DibaoRegistryView {
  @PrimaryColumn({ name: 'household_id', type: 'text' })
  household!: string;
  @PrimaryColumn({ name: 'case_key', type: 'text' })
  caseKey!: string;
  @Column({ name: 'case_no', type: 'text' })
  caseNo!: string;
  @Column({ type: 'text' })
  programme!: string;
  @Column({ type: 'text' })
  county!: string;
  @Column({ type: 'text' })
  division!: string;
  @Column({ type: 'text' })
  status!: string;
  @Column({ type: 'text', nullable: true })
  class!: string | null;
  /** Fen a month, for the whole case. */
  @Column({ name: 'monthly_benefit_fen', type: 'bigint', transformer: { from: Number, to: String } })
  monthlyBenefitFen!: number;
  @Column({ name: 'granted_from', type: 'text' })
  grantedFrom!: string;
  @Column({ name: 'stopped_from', type: 'text', nullable: true })
  stoppedFrom!: string | null;
  @Column({ name: 'left_file', type: 'text', nullable: true })
  leftFile!: string | null;
  @Column({ type: 'int' })
  covered!: number;
  @Column({ name: 'open_review', type: 'text', nullable: true })
  openReview!: string | null;
  @Column({ name: 'review_due_on', type: 'date', nullable: true })
  reviewDueOn!: string | null;
  @Column({ name: 'reviewed_on', type: 'date', nullable: true })
  reviewedOn!: string | null;
}
