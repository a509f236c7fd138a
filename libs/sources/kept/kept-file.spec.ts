import { NoRoomForFiles, asRoomFault } from './kept-file';

describe('a fault while a file is kept', () => {
  it('is one for later when the disk is full', () => {
    const fault = asRoomFault(Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }));
    expect(fault).toBeInstanceOf(NoRoomForFiles);
    expect(fault).toMatchObject({ code: 'no-room-for-files', retryable: true });
  });

  it('stays what it is otherwise', () => {
    const fault = new TypeError('a defect');
    expect(asRoomFault(fault)).toBe(fault);
  });
});
