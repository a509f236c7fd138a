import { hubHeader, laneToTell } from './hub-headers';

const said = {
  ce_id: '018f0000-0000-7000-8000-000000000001',
  ce_type: 'household.poverty-exited',
  ce_time: '2017-01-03T01:02:03.456Z',
  xianjie_position: '53:102334',
  xianjie_version: '7',
  xianjie_schema: '0123456789abcdef',
};

describe('what is shown of a parked message', () => {
  it.each(Object.entries(said))('is its %s as the hub writes it: %s', (name, value) => {
    expect(hubHeader(said, name)).toBe(value);
    for (const strange of [`${value} 韦大山`, `韦大山 ${value}`, '韦大山', '', `${value}\n${value}`])
      expect([strange, hubHeader({ [name]: strange }, name)]).toEqual([strange, null]);
  });
  it('is no other header, nor one that is not there', () => {
    expect(hubHeader({ name: '韦大山' }, 'name')).toBeNull();
    expect(hubHeader({}, 'ce_id')).toBeNull();
  });
  it('is its lane only if that is a household', () => {
    expect(laneToTell('h-018f-7', 'p')).toBe('h-018f-7');
    for (const lane of ['h-', 'xh-1', 'h-1 韦大山', '11010519491231002X']) expect(laneToTell(lane, '7')).toBe('parked-7');
  });
});
