/** `host:port`, several separated by commas; blanks and a comma at the end do no harm. */
export const BROKER_LIST = /^\s*[^\s,;]+:\d{1,5}(\s*,\s*[^\s,;]+:\d{1,5})*\s*,?\s*$/;
export const BROKER_LIST_SAID = 'host:port, several separated by commas';

/** The addresses in such a list, as kafkajs takes them: it would look up ' host' with its blank. */
export const brokersIn = (list: string): readonly string[] =>
  list
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '');
