import { enlist, register } from './books';
import { ERROR_RATES } from './profile';
import { Quota } from './random';
import { noteError, writtenBy } from './writing';
import type { Family, Person, World } from './world';

const pickOther = (world: World, families: readonly Family[], not: Family): Family | null => {
  for (let tries = 0; tries < 20; tries += 1) {
    const other = world.random.pick(families);
    if (other !== not) return other;
  }
  return null;
};

const relate = (a: Family, b: Family): void => {
  a.related.add(b.id);
  b.related.add(a.id);
};

/**
 * The same person twice in one source (CR-03, CR-04): still on the parents' card, or in a second case.
 * And an identifier that is another member's: valid, with an unrelated name (S-11, CR-01).
 */
export const addDuplicates = (world: World): void => {
  const registered = [...world.families].filter(({ registration }) => registration !== null);
  const covered = [...world.families].filter(({ cases }) => cases.length > 0);
  const twiceRegistered = new Quota(ERROR_RATES.duplicate, world.random);
  const twiceCovered = new Quota(ERROR_RATES.duplicate, world.random);
  const borrowed = new Quota(ERROR_RATES['id-of-another'], world.random);
  const fits = (person: Person, family: Family): boolean => person !== family.head && person.generation === 1;
  for (const family of registered) {
    for (const person of family.persons) {
      twiceRegistered.ask(family.county.badness);
      if (twiceRegistered.due && fits(person, family)) {
        const other = pickOther(world, registered, family);
        if (other?.registration != null) {
          twiceRegistered.take();
          register(world, other.registration, person);
          relate(family, other);
          other.registration.unplaced.push(noteError(world, 'duplicate', 'poverty', person, other));
        }
      }
      borrowed.ask();
      if (borrowed.due && person !== family.head && family.persons.length > 1) {
        borrowed.take();
        const written = writtenBy(world, 'poverty', person, family);
        if (written.kinds.length === 0) {
          written.idNo = family.head.idNo;
          written.kinds.push('id-of-another');
          written.unplaced.push(noteError(world, 'id-of-another', 'poverty', person, family));
        }
      }
    }
  }
  for (const family of covered) {
    for (const member of [...family.cases[0].members]) {
      twiceCovered.ask(family.county.badness);
      if (!twiceCovered.due || !member.covered || !fits(member.person, family)) continue;
      const other = pickOther(world, covered, family);
      if (other === null) continue;
      twiceCovered.take();
      enlist(world, other.cases[0], member.person, true, 0);
      relate(family, other);
      other.cases[0].unplaced.push(noteError(world, 'duplicate', 'dibao', member.person, other));
    }
  }
};
