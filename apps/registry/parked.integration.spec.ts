import { Pool } from 'pg';
import { aRegistry } from './registry.fixture';

describe('parked messages, asked of the offices’ API', () => {
  const { app, call } = aRegistry();

  it('shows what is parked and asks the projector to try again; discards only what holds a lane up, with a reason in the log', async () => {
    const pool = app().get(Pool);
    await pool.query("insert into messaging.parked_lanes (consumer, lane) values ('household', 'h-1')");
    for (const [offset, code] of [
      [5, 'not-an-event'],
      [7, null],
    ])
      await pool.query(
        `insert into messaging.parked_messages (consumer, lane, topic, partition, message_offset, headers, fault_code, fault_message)
         values ('household', 'h-1', 'xianjie.household.events', 3, $1, '{"ce_id":"e","ce_type":"household.enrolled"}', $2, $2)`,
        [offset, code],
      );
    const listed = await call('/api/v1/parked?household=h-1');
    expect(listed.body).toMatchObject({
      counts: { lanes: 1, messages: 2 },
      parked: [{ lane: 'h-1', code: 'not-an-event', waiting: 2, eventType: 'household.enrolled', offset: '5' }],
    });
    const id = (listed.body.parked as { id: string }[])[0]!.id;
    expect(listed.body.next).toBeNull();
    expect((await call('/api/v1/parked?limit=1')).body).toMatchObject({ parked: [{ id }], next: id });
    await pool.query("update messaging.parked_messages set parked_at = now() - interval '1 hour' where status = 'waiting'");
    const { messages } = (await call(`/api/v1/parked/${id}`)).body as { messages: { id: string; offset: string }[] };
    expect(messages.map(({ offset }) => offset)).toEqual(['5', '7']);
    expect((await call(`/api/v1/parked/${id}/retry`, { method: 'POST', body: {} })).status).toBe(202);
    const because = { reason: 'sent by mistake', on: '2016-07-01' };
    const behind = await call(`/api/v1/parked/${messages[1]!.id}/discard`, { method: 'POST', body: because });
    expect(behind).toMatchObject({ status: 409, body: { code: 'waits-behind-another' } });
    const discarded = await call(`/api/v1/parked/${id}/discard`, { method: 'POST', body: because });
    expect(discarded).toMatchObject({
      status: 202,
      body: { recordedAs: 'MessageDiscarded', position: expect.stringMatching(/^53:/) },
    });
    const again = await call(`/api/v1/parked/${id}/discard`, { method: 'POST', body: because });
    expect(again.body).toMatchObject({ position: discarded.body.position });
    expect((await call(`/api/v1/parked/${id}`)).body).toMatchObject({
      discarded: { by: 'operator', reason: 'sent by mistake' },
      retryAskedAt: expect.any(String),
    });
    await pool.query("update messaging.parked_messages set status = 'discarded' where id = $1", [id]);
    expect((await call(`/api/v1/parked/${id}/retry`, { method: 'POST', body: {} })).body).toMatchObject({
      code: 'already-settled',
    });
    expect((await call('/health/ready', { token: 'none' })).body).toMatchObject({ parked: { lanes: 1, messages: 1 } });
    const metrics = (await call('/metrics')).body.text;
    expect(metrics).toContain('xianjie_parked_messages 1');
    expect(metrics).toMatch(/xianjie_parked_oldest_seconds 3[67]\d\d/);
  });
});
