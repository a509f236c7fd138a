import { books, heardNote, valueOf } from './books';
import type { Heard } from './books';

describe('a heard note', () => {
  const heard: Heard = { digest: 'k8', asOf: '2016-12-31', household: 'h-1', import: null, present: true };
  const note = heardNote(books.heardPoverty, '450206/1', '450206', heard);

  it('has its day, presence and digest where intake’s SQL looks for them (migrations 0331 to 0333)', () => {
    expect(note.value?.slice(9, 19)).toBe('2016-12-31');
    expect(note.value?.slice(31, 35)).toBe('true');
    expect(note.value?.slice(19)).toMatch(/^","present":true,"digest":"k8"/);
  });

  it('says the same in whatever order it was put together', () => {
    expect(heardNote(books.heardPoverty, '450206/1', '450206', { ...heard, digest: 'k8' }).value).toBe(note.value);
    expect(valueOf<Heard>(note)).toEqual({ ...heard, told: heard.asOf });
  });

  it('keeps the day on which a report told it, which no import’s day stands for', () => {
    const moved = heardNote(books.heardPoverty, '450206/1', '450206', { ...heard, asOf: '2017-06-30', told: '2016-12-31' });
    expect(valueOf<Heard>(moved)).toMatchObject({ asOf: '2017-06-30', told: '2016-12-31' });
    expect(valueOf<Heard>(heardNote(books.heardPoverty, '1', '450206', { ...heard, import: 'i-1' }))).not.toHaveProperty('told');
  });
});
