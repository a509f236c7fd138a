import type { AccessEvent, Asker, DataAccessed, ExportProduced, ReplayFinished, ReplayStarted } from '@xianjie/domain';

type Said<Event> = Omit<Event, 'type' | 'on' | keyof Asker>;
export type Access = AccessEvent extends infer Event ? (Event extends AccessEvent ? Omit<Event, 'on'> : never) : never;

/**
 * Port: who looked at what is recorded before anybody sees it. Each method ends when the record is in the log; where it fails, nothing
 * may be shown. @throws LogUnavailable and LogBehindSeal, as every append does.
 */
export abstract class RecordAccess {
  protected abstract record(access: Access): Promise<void>;

  accessed(asker: Asker, said: Said<DataAccessed>): Promise<void> {
    return this.record({ type: 'DataAccessed', ...asker, ...said });
  }

  /** Before the document leaves; `hash` is null where it is streamed. */
  exported(asker: Asker, said: Said<ExportProduced>): Promise<void> {
    return this.record({ type: 'ExportProduced', ...asker, ...said });
  }

  /** Before the first event is folded. */
  replayStarted(asker: Asker, said: Said<ReplayStarted>): Promise<void> {
    return this.record({ type: 'ReplayStarted', ...asker, ...said });
  }

  /** When it has ended, however it did. */
  replayFinished(asker: Asker, said: Said<ReplayFinished>): Promise<void> {
    return this.record({ type: 'ReplayFinished', ...asker, ...said });
  }
}
