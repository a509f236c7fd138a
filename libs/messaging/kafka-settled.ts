/** A topic made a moment ago is not led yet, for a moment; kafkajs does not ask again by itself. */
export const settled = async <Answer>(ask: () => Promise<Answer>, attempts = 20): Promise<Answer> => {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await ask();
    } catch (fault) {
      if (attempt === attempts || !(fault as { retriable?: boolean }).retriable) throw fault;
      await new Promise((next) => setTimeout(next, 250));
    }
};
