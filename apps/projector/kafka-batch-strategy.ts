import { ArgumentsHost, Catch, RpcExceptionFilter } from '@nestjs/common';
import { BaseRpcContext, CustomTransportStrategy, Server } from '@nestjs/microservices';
import { KafkaBatchConsumer } from '@xianjie/messaging';
import type { BatchConsumerOptions, ConsumedBatch } from '@xianjie/messaging';
import { Observable, lastValueFrom, throwError } from 'rxjs';

export type StrategyOptions = Omit<BatchConsumerOptions, 'topics' | 'onBatch'>;

/**
 * Hands whole batches of a topic to the `@EventPattern('<topic>')` handler: the stock transport gives one message at a time, keeps
 * offsets in Kafka and has no lanes (libraries.md). A handler's fault decides whether the batch is tried again or the consumer stops,
 * so controllers carry `@UseFilters(PassFaults)`: Nest's own filter would hide it behind "Internal server error".
 */
export class KafkaBatchStrategy extends Server implements CustomTransportStrategy {
  private consumer: KafkaBatchConsumer | null = null;

  constructor(private readonly options: StrategyOptions) {
    super();
  }

  listen(callback: (fault?: unknown) => void): void {
    this.consumer = new KafkaBatchConsumer({
      ...this.options,
      topics: [...this.messageHandlers.keys()],
      onBatch: (batch) => this.dispatch(batch),
    });
    this.consumer.start().then(() => callback(), callback);
  }

  async close(): Promise<void> {
    await this.consumer?.stop();
  }

  on(): void {
    throw new Error('the batch strategy has no events: a crash comes through onCrash');
  }

  unwrap<T>(): T {
    return this.consumer as T;
  }

  private async dispatch(batch: ConsumedBatch): Promise<void> {
    const handler = this.messageHandlers.get(batch.topic);
    if (handler === undefined) throw new Error(`no @EventPattern handler for ${batch.topic}`);
    const answer: unknown = await handler(batch, new BaseRpcContext([batch.topic, batch.partition]));
    if (answer instanceof Observable) await lastValueFrom(answer, { defaultValue: undefined });
  }
}

/** Lets a handler's fault through as it is. */
@Catch()
export class PassFaults implements RpcExceptionFilter {
  catch(fault: unknown, _host: ArgumentsHost): Observable<never> {
    return throwError(() => fault);
  }
}
