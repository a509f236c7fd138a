#!/usr/bin/env node
// Checks lists, events and ranges against the sealed history, with nothing of the hub but its seals, its topics and public keys.
// It imports none of the hub's code and opens no connection. What it computes, and why: docs/verifying-without-the-hub.md.
// Exit: 0 everything holds; 1 something does not, and the first position is named; 2 wrong usage.
import { createHash, createPublicKey, verify as verifyByNode } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

const sm3 = (bytes) => createHash('sm3').update(bytes).digest();
const sm3Hex = (bytes) => sm3(bytes).toString('hex');
class Bad extends Error {}
class Usage extends Error {}

// --- Signatures: SM2 over SM3 with user id 1234567812345678 (GB/T 32918), or Ed25519. Keys are SubjectPublicKeyInfo.
const SM2_SPKI = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex');
const keyIn = (file) => {
  if (!existsSync(file)) throw new Usage(`${file} does not exist`);
  const base64 = /-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----/.exec(readFileSync(file, 'utf8'))?.[1];
  if (!base64) throw new Usage(`${file} is no public key in PEM`);
  return Buffer.from(base64, 'base64');
};
/** Of sm-crypto-v2; loaded where there is an SM2 key, since Ed25519 needs only Node. */
let sm2;
const isSm2 = (key) => key.subarray(0, SM2_SPKI.length).equals(SM2_SPKI);
const isSignature = (text, signature, key) => {
  try {
    if (!isSm2(key)) return verifyByNode(null, text, createPublicKey({ key, type: 'spki', format: 'der' }), signature);
    const point = key.subarray(SM2_SPKI.length).toString('hex');
    return sm2.doVerifySignature(text, signature.toString('hex'), point, { der: true, hash: true, userId: '1234567812345678' });
  } catch {
    return false;
  }
};
const isSignedByOneOf = (keys, text, signature) => keys.some((key) => isSignature(Buffer.from(text), signature, key));

// --- Avro bodies of the three records that are read: fields in the order of their schemas (schemas/versions/<record>/<fingerprint>).
const FROZEN = 'listId county listYear:long on version:long kind position root';
const ACKNOWLEDGED =
  'listId county listYear:long on version:long root seal.day seal.position seal.link algorithm value publicKey keyId by';
const AVRO = {
  '57cb7607ff009281': 'shard number:long link recordedAt sealedAt statement algorithm keyId publicKey signature',
  '764f31e7dc2706d2':
    'shard number:long link recordedAt sealedAt statement algorithm keyId publicKey signature previous:optional',
  '408d4777e03cd2b9': FROZEN,
  '4a9464df9d85a2a2': FROZEN,
  '35e3dc1bf7f0b91d': FROZEN,
  c151c73d7eabb4b7: FROZEN,
  a03a64d6a1fb4541: ACKNOWLEDGED,
  '08c4443935c8ace2': ACKNOWLEDGED,
};
const decoded = (body, fingerprint, where) => {
  if (!AVRO[fingerprint])
    throw new Bad(`${where}: schema ${fingerprint} is not known here; use the verifier of the hub that wrote it`);
  let at = 0;
  const long = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      if (at >= body.length) throw new Bad(`${where}: the record is cut off`);
      const byte = BigInt(body[at++]);
      value |= (byte & 127n) << shift;
      if (byte < 128n) return Number((value >> 1n) ^ -(value & 1n));
    }
  };
  const text = () => {
    const length = long();
    return body.toString('utf8', at, (at += length));
  };
  const read = { long, text, optional: () => (long() === 0 ? null : text()) };
  return Object.fromEntries(
    AVRO[fingerprint].split(' ').map((field) => {
      const [name, type = 'text'] = field.split(':');
      return [name, read[type]()];
    }),
  );
};
/** Confluent's prefix: a zero byte and four bytes of schema id. */
const bodyOf = ({ value }) => Buffer.from(value ?? '', 'base64').subarray(5);

// --- Files: one JSON object a line.
async function* linesOf(file) {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    number += 1;
    if (line.trim() === '') continue;
    try {
      yield JSON.parse(line);
    } catch {
      throw new Bad(`${file}: line ${number} is no JSON`);
    }
  }
}
const filesIn = (paths) =>
  paths.flatMap((path) => {
    if (!existsSync(path)) throw new Usage(`${path} does not exist`);
    return statSync(path).isDirectory()
      ? readdirSync(path)
          .sort()
          .map((name) => join(path, name))
      : [path];
  });
const numberIn = (position, shard) => {
  const [prefix, number] = String(position).split(':');
  if (prefix !== shard || !/^[1-9]\d*$/.test(number)) throw new Bad(`${position} is no position of shard ${shard}`);
  return Number(number);
};

// --- Seals: signed statements {shard, number, link, recordedAt, sealedAt, previous}, each naming the one before.
const statementOf = ({ shard, number, link, recordedAt, sealedAt, previous }) =>
  JSON.stringify({ shard, number, link, recordedAt, sealedAt, ...(previous ? { previous } : {}) });

/** Of each shard, by number. @throws Bad at the first that does not hold. */
const readSeals = async (files, keys) => {
  const found = new Map();
  for (const file of files)
    for await (const line of linesOf(file)) {
      if (typeof line !== 'object' || line === null) throw new Bad(`${file}: a line is no seal`);
      const seal = 'statement' in line ? line : decoded(bodyOf(line), line.headers.xianjie_schema, 'a seal on the topic');
      found.set(JSON.stringify([seal.shard, seal.number, seal.statement, seal.signature, statementOf(seal)]), seal);
    }
  if (found.size === 0) throw new Bad('there is no seal');
  const shards = [...new Set([...found.values()].map(({ shard }) => shard))].sort();
  return shards.map((shard) =>
    checkedSeals(
      [...found.values()].filter((seal) => seal.shard === shard),
      keys,
    ),
  );
};

const checkedSeals = (unsorted, keys) => {
  const seals = unsorted.sort((a, b) => a.number - b.number);
  seals.forEach((seal, index) => {
    const at = `seal of ${seal.shard}:${seal.number}`;
    const before = seals[index - 1];
    if (statementOf(seal) !== seal.statement) throw new Bad(`${at}: altered`);
    if (!isSignedByOneOf(keys, seal.statement, Buffer.from(seal.signature, 'base64')))
      throw new Bad(`${at}: not signed by a key given`);
    if (before?.number === seal.number) throw new Bad(`${at}: there are two`);
    if (seal.previous && index > 0 && sm3Hex(before.statement) !== seal.previous)
      throw new Bad(`${at}: the seal before it is missing`);
    if (!seal.previous && before?.previous) throw new Bad(`${at}: does not name the seal before it`);
  });
  return seals;
};

// --- Events: in the order of the log, from files of which each is in that order but for repeats.
async function* inOrder(files, shard) {
  const sources = await Promise.all(
    files.map(async (file) => {
      const lines = linesOf(file);
      const next = async () => {
        for (;;) {
          const { value, done } = await lines.next();
          if (done) return null;
          if (String(value?.headers?.xianjie_position).startsWith(`${shard}:`)) return value;
        }
      };
      return { next, head: await next() };
    }),
  );
  const at = ({ head }) => numberIn(head.headers.xianjie_position, shard);
  for (;;) {
    const source = sources.filter(({ head }) => head).reduce((a, b) => (a && at(a) <= at(b) ? a : b), null);
    if (!source) return;
    yield source.head;
    source.head = await source.next();
  }
}

// The link covers the link before, the body's hash and these headers, as netstrings, in this order.
const COVERED = [
  ...['xianjie_position', 'ce_subject', 'xianjie_version', 'ce_id', 'ce_type', 'xianjie_schema', 'xianjie_effective_on'],
  ...['ce_time', 'xianjie_origin', 'ce_source', 'xianjie_county', 'xianjie_command'],
];
const coveredBy = (message) => {
  const headers = COVERED.map((name) => {
    const text = message.headers[name];
    if (typeof text !== 'string') throw new Bad(`${message.headers.xianjie_position}: the header ${name} is missing`);
    return `${Buffer.byteLength(text)}:${text},`;
  });
  return Buffer.concat([sm3(bodyOf(message)), Buffer.from(headers.join(''))]);
};

/** Walks the chain and compares it with every seal. `onEvent` gets each event once its link is known; nothing is proved before a seal. */
const walk = async (files, seals, from, onEvent) => {
  const { shard } = seals[0];
  const sealed = new Map(seals.map((seal) => [seal.number, seal]));
  const start = from === 1 ? Buffer.alloc(32) : Buffer.from(sealed.get(from - 1)?.link ?? '', 'hex');
  if (start.length !== 32) throw new Usage(`--from ${shard}:${from}: the position before it has to be sealed`);
  const links = [start];
  const early = new Map();
  let holds = from - 1;
  const chain = (message, covered) => {
    const number = from - 1 + links.length;
    const link = sm3(Buffer.concat([links.at(-1), covered]));
    const { xianjie_link: said } = message.headers;
    if (said && said !== link.toString('hex')) throw new Bad(`${shard}:${number}: altered, or what stands before it`);
    const seal = sealed.get(number);
    if (seal && seal.link !== link.toString('hex'))
      throw new Bad(`${shard}:${number}: not what was sealed; the first altered position is after ${shard}:${holds}`);
    if (seal) holds = number;
    links.push(link);
    onEvent(number, message);
  };
  for await (const message of inOrder(files, shard)) {
    const number = numberIn(message.headers.xianjie_position, shard);
    if (number < from) continue;
    const covered = coveredBy(message);
    const index = number - from + 1;
    if (index < links.length) {
      // A repeat, as a crash of the publisher leaves it: it has to say the same.
      if (!sm3(Buffer.concat([links[index - 1], covered])).equals(links[index]))
        throw new Bad(`${shard}:${number}: there are two, which differ`);
    } else if (index > links.length) early.set(number, [...(early.get(number) ?? []), [message, covered]]);
    else chain(message, covered);
    for (let next = early.get(from - 1 + links.length); next; next = early.get(from - 1 + links.length)) {
      early.delete(from - 1 + links.length);
      next.forEach(([later, bytes], copy) => {
        if (copy === 0) chain(later, bytes);
        else if (!sm3(Buffer.concat([links.at(-2), bytes])).equals(links.at(-1)))
          throw new Bad(`${later.headers.xianjie_position}: there are two, which differ`);
      });
    }
  }
  const last = from - 2 + links.length;
  const { number: newest } = seals.at(-1);
  if (early.size > 0 || newest > last) throw new Bad(`${shard}:${last + 1}: missing`);
  return { last, holds };
};

// --- The delivered folder of a list (docs/exit-list.md).
const recordsIn = (csv) => csv.match(/(?:"(?:[^"]|"")*"|[^"\n])+(?=\n)/g) ?? [];
const canonical = (value) =>
  value === null || typeof value !== 'object'
    ? JSON.stringify(value)
    : `{${Object.keys(value)
        .sort()
        .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
        .join(',')}}`;

const readList = (folder, keys) => {
  const file = (name) => {
    if (!existsSync(join(folder, name))) throw new Bad(`${folder}: ${name} is missing`);
    return readFileSync(join(folder, name));
  };
  const text = file('statement.json');
  if (!isSignedByOneOf(keys, text, file('statement.sig')))
    throw new Bad(`${folder}: statement.json is not signed by a key given`);
  const statement = JSON.parse(text);
  if (sm3Hex(file('hashes.txt')) !== statement.root) throw new Bad(`${folder}: hashes.txt is not what was signed`);
  const proofs = file('proofs.csv')
    .toString()
    .trimEnd()
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(','));
  if (proofs.map(([hash]) => `${hash}\n`).join('') !== file('hashes.txt').toString())
    throw new Bad(`${folder}: proofs.csv is not of these hashes`);
  const [, ...lines] = recordsIn(file(`${statement.list}-v${statement.version}.csv`).toString());
  const own = proofs.filter(([, salt]) => salt);
  if (own.length !== lines.length) throw new Bad(`${folder}: ${lines.length} lines, ${own.length} of which are proved`);
  own.forEach(([hash, salt], index) => {
    if (sm3Hex(`${salt},${lines[index]}`) !== hash) throw new Bad(`${folder}: line ${index + 1} is not what was signed`);
  });
  return { statement, lines: lines.length };
};

const shanghaiDay = (instant) => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10);

/** Civil affairs signed the same statement, and in it a seal of the hub: neither office can rewrite what lies before alone (S-24). */
const checkAcknowledgement = ({ statement }, said, seals, keys, at) => {
  const seal = { day: said['seal.day'], position: said['seal.position'], link: said['seal.link'] };
  const signed = canonical({ ...statement, act: 'acknowledge', seal });
  if (!isSignedByOneOf(keys, signed, Buffer.from(said.value, 'base64')))
    throw new Bad(`${at}: the acknowledgement is not signed by a civil affairs key given`);
  const number = numberIn(seal.position, seals[0].shard);
  const found = seals.find((one) => one.number === number && one.link === seal.link);
  const until = numberIn(at, seals[0].shard);
  const later = seals.find((one) => one.number > number && one.number < until && shanghaiDay(one.sealedAt) < seal.day);
  const because = !found
    ? 'which is none of the seals given'
    : seal.day !== said.on || shanghaiDay(found.sealedAt) > seal.day
      ? `sealed on ${shanghaiDay(found.sealedAt)}, as of ${seal.day}, on ${said.on}`
      : later && `although ${later.shard}:${later.number} was sealed on ${shanghaiDay(later.sealedAt)}, before ${seal.day}`;
  if (because) throw new Bad(`${at}: the acknowledgement names the seal of ${seal.position}, ${because}`);
  return seal;
};

// --- The command.
const usage = `usage: xianjie-verifier --key HUB.pem --seals FILE --events FILE|FOLDER
  [--from 53:N]            begin behind a sealed position instead of at 53:1
  [--event ID|POSITION]    say where this event stands; may be repeated
  [--list FOLDER]          a delivered list, as docs/exit-list.md describes it; may be repeated
  [--civil-affairs KEY]    whoever acknowledged the lists; the acknowledgement has to be there, and to hold
--key, --seals, --events and --civil-affairs may be repeated.`;
const many = { type: 'string', multiple: true, default: [] };

const main = async () => {
  const options = {
    key: many,
    seals: many,
    events: many,
    event: many,
    list: many,
    'civil-affairs': many,
    from: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  };
  let asked;
  try {
    asked = parseArgs({ options }).values;
  } catch (fault) {
    throw new Usage(fault.message);
  }
  if (asked.help) return process.stdout.write(`${usage}\n`);
  if ([asked.key, asked.seals, asked.events].some((given) => given.length === 0))
    throw new Usage('--key, --seals and --events are needed');
  const say = (line) => process.stdout.write(`${line}\n`);
  const keys = asked.key.map(keyIn);
  const offices = asked['civil-affairs'].map(keyIn);
  if ([...keys, ...offices].some(isSm2)) ({ sm2 } = await import('sm-crypto-v2'));
  const sealsOf = await readSeals(filesIn(asked.seals), keys);
  const lists = asked.list.map((folder) => ({ folder, ...readList(folder, keys), frozenAt: null, acknowledgedAt: null }));
  const wanted = new Map(asked.event.map((event) => [event, null]));
  const firstOf = (shard) => (asked.from?.startsWith(`${shard}:`) ? numberIn(asked.from, shard) : 1);
  if (asked.from && !sealsOf.some(([{ shard }]) => asked.from.startsWith(`${shard}:`)))
    throw new Usage(`--from ${asked.from}: no seal of that shard was given`);

  const seenIn = (seals) => (number, message) => {
    const { shard } = seals[0];
    const { ce_id: id, ce_type: type, xianjie_schema: schema, ce_subject: stream } = message.headers;
    const place = { shard, number };
    const at = `${shard}:${number}`;
    for (const name of [id, at]) if (wanted.has(name)) wanted.set(name, place);
    if (type !== 'exit-list.frozen' && type !== 'exit-list.acknowledged') return;
    for (const list of lists) {
      const { statement } = list;
      if (stream !== `exit-list-${statement.county}-${statement.year}`) continue;
      const said = decoded(bodyOf(message), schema, at);
      if (said.listId !== statement.list || said.version !== statement.version) continue;
      if (said.root !== statement.root)
        throw new Bad(`${at}: ${statement.list} version ${statement.version} has another root in the history`);
      if (type === 'exit-list.frozen') {
        if (said.position !== statement.position)
          throw new Bad(`${at}: frozen at ${said.position}, the statement says ${statement.position}`);
        list.frozenAt = place;
      } else if (offices.length > 0) {
        list.countersigned = checkAcknowledgement(list, said, seals, offices, at);
        list.acknowledgedAt = place;
      }
    }
  };
  // Each shard is a history of its own: a hub of one province has one.
  const histories = new Map();
  for (const seals of sealsOf) {
    const { shard } = seals[0];
    const from = firstOf(shard);
    histories.set(shard, { from, count: seals.length, ...(await walk(filesIn(asked.events), seals, from, seenIn(seals))) });
  }

  const isSealed = (place) => place !== null && place.number <= histories.get(place.shard).holds;
  const named = ({ shard, number }) => `${shard}:${number}`;
  for (const [event, place] of wanted) {
    if (!isSealed(place)) throw new Bad(`${event}: ${place === null ? 'not in the history' : 'not sealed yet'}`);
    say(`${event}: at ${named(place)}, sealed`);
  }
  for (const { statement, lines, frozenAt, acknowledgedAt, countersigned } of lists) {
    const name = `${statement.list} version ${statement.version}`;
    if (!isSealed(frozenAt)) throw new Bad(`${name}: ${frozenAt === null ? 'was not frozen in this history' : 'not sealed yet'}`);
    if (offices.length > 0 && !isSealed(acknowledgedAt)) throw new Bad(`${name}: no sealed acknowledgement`);
    const by = countersigned ? `; acknowledged at ${named(acknowledgedAt)} over the seal of ${countersigned.position}` : '';
    say(`${name}: ${lines} lines hold, frozen at ${named(frozenAt)}${by}`);
  }
  for (const [shard, { from, count, last, holds }] of histories)
    say(
      `shard ${shard}: ${shard}:${from} to ${shard}:${holds} is what was sealed, ${count} seals hold${last > holds ? `; up to ${shard}:${last} not sealed yet` : ''}`,
    );
};

main().catch((fault) => {
  const isOurs = fault instanceof Bad || fault instanceof Usage;
  process.stderr.write(
    `xianjie-verifier: ${isOurs ? fault.message : fault.stack}\n${fault instanceof Usage ? `${usage}\n` : ''}`,
  );
  process.exitCode = fault instanceof Usage ? 2 : fault instanceof Bad ? 1 : 3;
});
