import { SchemaRegistryUnavailable } from './faults';
import type { SchemaRegistry } from './schema-registry';

/**
 * Takes in every schema that was ever published on a topic, so that what a newer program wrote into the log can be read by one that was
 * put back in its place. False when the registry does not answer: what it would have told stays unread, and is refused by name.
 */
export const learnRegistered = async (
  codec: Readonly<{ learn: (text: string) => unknown }>,
  registry: SchemaRegistry,
  topic: string,
): Promise<boolean> => {
  try {
    for (const { schema } of await registry.versionsUnder(`${topic}-`)) codec.learn(schema);
    return true;
  } catch (fault) {
    if (fault instanceof SchemaRegistryUnavailable) return false;
    throw fault;
  }
};
