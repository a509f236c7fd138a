/** Under load a broker takes its time to lead what it was asked to make. */
const WITHIN_MS = 20_000;
const PAUSE_MS = 250;

/** A topic made a moment ago is not led yet, for a moment; kafkajs does not ask again by itself. */
export const settled = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
  for (const deadline = Date.now() + WITHIN_MS; ;)
    try {
      return await ask();
    } catch (fault) {
      if (Date.now() > deadline || !(fault as { retriable?: boolean }).retriable) throw fault;
      await new Promise((next) => setTimeout(next, PAUSE_MS));
    }
};
