import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FROM_AGENT, FrameFault, FrameReader, FrameWriter, TO_AGENT, type AnyRecord, type FromAgent } from '../../../agent/frames.ts';
import { samples } from '../../samples.ts';

const BOTH: readonly AnyRecord['type'][] = [...TO_AGENT, ...FROM_AGENT];
const LARGE = 4 * 1024 * 1024;

function readerOf(most: (connection: number) => number | undefined = () => LARGE): FrameReader {
  return new FrameReader(BOTH, most);
}

function readAll(frames: readonly (Uint8Array | ArrayBuffer)[], reader = readerOf()): { record: AnyRecord; bytes: number }[] {
  const records: { record: AnyRecord; bytes: number }[] = [];
  for (const frame of frames) reader.read(frame, (record, bytes) => records.push({ record, bytes }));
  return records;
}

function framesOf(records: readonly AnyRecord[]): Uint8Array[] {
  const writer = new FrameWriter();
  for (const record of records) writer.write(record);
  return writer.take();
}

/** Kinds as they stand in a record's first byte. */
const KINDS = [
  'open',
  'configure',
  'send',
  'close',
  'drop',
  'credit',
  'look',
  'ping',
  'opened',
  'message',
  'closed',
  'drained',
  'discarded',
  'sent',
  'failed',
  'activity',
  'facts',
];

/** A record that our writer would not write. */
function rawFrame(kind: string, json: unknown): Uint8Array {
  const body = Buffer.from(JSON.stringify(json));
  const head = Buffer.alloc(10);
  head[0] = KINDS.indexOf(kind);
  head.writeUInt32LE(1, 2);
  head.writeUInt32LE(body.length, 6);
  return new Uint8Array(Buffer.concat([head, body]));
}

function joinedOf(frames: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(frames));
}

const count = fc.nat(2 ** 31);
const connection = fc.nat(2 ** 32 - 1);
const words = fc.string({ unit: 'grapheme', maxLength: 300 });
const error = fc.record({ code: fc.constantFrom('WW_NOT_OPEN' as const, 'WW_TLS' as const), message: words });
const bytes = fc.integer({ min: 1, max: 2 ** 30 });
const limits = fc.record({ maxMessageSize: bytes, maxBufferedAmount: bytes, maxMessagesPerTick: fc.integer({ min: 1, max: 1_000_000 }) });
const data = fc.oneof(
  words,
  fc.uint8Array({ maxLength: 300 }),
  fc.nat(200_000).map((size) => 'ö'.repeat(size)),
  fc.nat(300_000).map((size) => new Uint8Array(size).fill(size)),
);
const credit = fc.record({ messages: count, bytes: fc.maxSafeNat() });
const headers = fc.dictionary(fc.string({ minLength: 1 }), fc.string()).map((pairs): { [name: string]: string } => ({ ...pairs }));
const request = fc.record({ url: words, protocols: fc.array(words), headers, limits, entity: words, component: words, credit });
const facts = fc.record({
  url: words,
  remote: words,
  openedAt: fc.constant('2026-01-01T00:00:00.000Z'),
  took: fc.nat(),
  status: fc.nat(599),
  statusText: words,
  headers: fc.array(fc.tuple(words, words), { maxLength: 100 }),
  protocol: words,
  extensions: words,
  roundTrip: fc.option(fc.nat()),
  queued: count,
  buffered: count,
});
const type = <T extends string>(name: T): fc.Arbitrary<T> => fc.constant(name);
const record: fc.Arbitrary<AnyRecord> = fc.oneof(
  fc.record({ type: type('open'), connection, request }),
  fc.record({ type: type('configure'), connection, limits }),
  fc.record({ type: type('send'), connection, data }),
  fc.record({ type: type('close'), connection, code: fc.nat(4999), reason: words }),
  fc.record({ type: type('drop'), connection }),
  fc.record({ type: type('credit'), connection, credit }),
  fc.record({ type: type('look'), connection }),
  fc.record({ type: type('ping'), connection }),
  fc.record({ type: type('opened'), connection, protocol: words, extensions: words }),
  fc.record({ type: type('message'), connection, data }),
  fc.record({ type: type('closed'), connection, code: fc.nat(4999), reason: words }),
  fc.record({ type: type('closed'), connection, code: fc.nat(4999), reason: words, error }),
  fc.record({ type: type('drained'), connection }),
  fc.record({ type: type('discarded'), connection, messages: count }),
  fc.record({ type: type('sent'), connection, messages: count, bytes: fc.maxSafeNat() }),
  fc.record({ type: type('failed'), connection, messages: count, bytes: count, error }),
  fc.record({ type: type('activity'), connection }),
  fc.record({ type: type('facts'), connection, facts }),
);

/** As JSON would have it: -0 is 0, and a text that is none has become one. */
function plainly(given: AnyRecord): unknown {
  if (given.type === 'send' || given.type === 'message')
    return { ...given, data: typeof given.data === 'string' ? given.data.toWellFormed() : Array.from(given.data) };
  return given.type === 'credit' || given.type === 'sent' ? { ...given } : (JSON.parse(JSON.stringify(given)) as unknown);
}

describe('frames', () => {
  it('give back what was written, in order, whatever it was', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 12 }), (records) => {
        expect(readAll(framesOf(records)).map((read) => plainly(read.record))).toEqual(records.map(plainly));
      }),
      samples(150),
    );
  });

  it('are the same to read as a Buffer of Node, which shares its memory, and as what a browser hands over', () => {
    const bytes = new Uint8Array([1, 2, 3]);
    for (const frame of framesOf([{ type: 'message', connection: 1, data: bytes }])) {
      const pool = Buffer.alloc(frame.length + 20);
      pool.set(frame, 7);
      const [{ record: read } = { record: undefined }] = readAll([pool.subarray(7, 7 + frame.length)]);
      pool.fill(99);
      expect(read).toEqual({ type: 'message', connection: 1, data: bytes });
      expect(readAll([frame.slice().buffer])[0]?.record).toEqual({ type: 'message', connection: 1, data: bytes });
    }
  });

  it('keep the mark that a text may begin with, and tell the bytes that it travels as', () => {
    const texts = ['\ufeffmarked', '', 'plain', 'ö', '漢', '😀', 'a\u0000b', '\ud800'];
    const read = readAll(framesOf(texts.map((text) => ({ type: 'message', connection: 1, data: text }))));
    expect(read.map((each) => (each.record as { data: string }).data)).toEqual(texts.map((text) => text.toWellFormed()));
    expect(read.map(({ bytes }) => bytes)).toEqual(texts.map((text) => Buffer.byteLength(text)));
  });

  it('are none larger than a frame should be, however large the messages are, and are nobody else’s', () => {
    const writer = new FrameWriter();
    for (let i = 0; i < 40; i += 1) writer.write({ type: 'message', connection: i, data: 'x'.repeat(100_000) });
    expect(writer.size).toBeGreaterThan(4_000_000);
    const frames = writer.take();
    expect(writer.size).toBe(0);
    expect(Math.max(...frames.map((frame) => frame.length))).toBeLessThanOrEqual(256 * 1024);
    writer.write({ type: 'message', connection: 1, data: 'y'.repeat(100) });
    expect(readAll(frames).every((read) => read.bytes === 100_000)).toBe(true);
  });

  it('have the words of errors cut, so that no server’s long reason is a fault of the agent', () => {
    const long = 'w'.repeat(10_000);
    const [read] = readAll(framesOf([{ type: 'closed', connection: 1, code: 1006, reason: long, error: { code: 'WW_TLS', message: long } }]));
    const cut = `${'w'.repeat(1999)}…`;
    expect(read?.record).toEqual({ type: 'closed', connection: 1, code: 1006, reason: cut, error: { code: 'WW_TLS', message: cut } });
  });
});

describe('a reader', () => {
  const tries = (bytes: Uint8Array, reader = readerOf()): readonly AnyRecord[] => {
    const told: AnyRecord[] = [];
    try {
      reader.read(bytes, (read) => told.push(read));
    } catch (fault) {
      expect(fault).toBeInstanceOf(FrameFault);
    }
    return told;
  };

  it('throws nothing but a fault at any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        tries(bytes);
      }),
      samples(1000),
    );
  });

  it('throws nothing but a fault at a frame in which some bytes are others, or that is cut', () => {
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 4 }),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 5 }),
        fc.nat(),
        (records, changes, end) => {
          const bytes = joinedOf(framesOf(records));
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          const told = tries(bytes.subarray(0, bytes.length - (end % 3 === 0 ? end % bytes.length : 0)));
          // Whatever it tells has its form.
          for (const each of told) expect(BOTH).toContain(each.type);
        },
      ),
      samples(300),
    );
  });

  it('tells all records before a cut, and none behind', () => {
    const records: AnyRecord[] = [
      { type: 'message', connection: 1, data: 'one' },
      { type: 'message', connection: 2, data: new Uint8Array([2]) },
      { type: 'drained', connection: 3 },
    ];
    const bytes = joinedOf(framesOf(records));
    for (let end = 0; end <= bytes.length; end += 1) {
      const told = tries(bytes.subarray(0, end));
      expect(told).toEqual(records.slice(0, told.length));
    }
  });

  it.each<[string, object]>([
    ['opened', { protocol: 1, extensions: '' }],
    ['opened', { protocol: '' }],
    ['opened', { protocol: 'x'.repeat(20_000), extensions: '' }],
    ['closed', { code: '1000', reason: '' }],
    ['closed', { code: 1000, reason: null }],
    ['closed', { code: -1, reason: '' }],
    ['closed', { code: 1e9, reason: '' }],
    ['closed', { code: 1000, reason: 'x'.repeat(2001) }],
    ['closed', { code: 1000, reason: '', error: null }],
    ['closed', { code: 1000, reason: '', error: { code: 'WW_TLS' } }],
    ['closed', { code: 1000, reason: '', error: { code: 'TLS', message: '' } }],
    ['discarded', { messages: -1 }],
    ['discarded', { messages: 1.5 }],
    ['discarded', { messages: 1e300 }],
    ['discarded', {}],
    ['failed', { messages: 1, bytes: '1', error: { code: 'WW_TLS', message: '' } }],
    ['failed', { messages: 1, bytes: 1 }],
    ['facts', { facts: {} }],
    ['facts', { facts: [] }],
    ['configure', { limits: { maxMessageSize: 1, maxBufferedAmount: 1 } }],
    ['open', { request: { url: 1 } }],
    ['open', {}],
  ])('takes no %s that is not whole (%#)', (kind, rest) => {
    expect(() => readAll([rawFrame(kind, rest)])).toThrow(FrameFault);
  });

  it('takes nothing besides what belongs to a record, and no prototype', () => {
    const hostile: unknown = JSON.parse('{"code":1000,"reason":"","__proto__":{"error":{"code":"WW_TLS","message":""}},"more":1}');
    expect(readAll([rawFrame('closed', hostile)])[0]?.record).toEqual({ type: 'closed', connection: 1, code: 1000, reason: '' });
  });

  it('takes only what its sender may say', () => {
    const reader = new FrameReader<FromAgent>(FROM_AGENT, () => LARGE);
    for (const kind of TO_AGENT) expect(() => reader.read(rawFrame(kind, {}), () => undefined)).toThrow(`is of kind ${kind}`);
  });

  it('takes no text that is none', () => {
    const [frame] = framesOf([{ type: 'message', connection: 1, data: 'abc' }]);
    frame?.set([0xff], 11);
    expect(() => readAll([frame as Uint8Array])).toThrow(FrameFault);
  });

  it('takes no message larger than agreed, alone or in parts', () => {
    const reader = readerOf(() => 100_000);
    expect(readAll(framesOf([{ type: 'message', connection: 1, data: new Uint8Array(100_000) }]), reader)).toHaveLength(1);
    expect(() => readAll(framesOf([{ type: 'message', connection: 1, data: new Uint8Array(100_001) }]), reader)).toThrow(FrameFault);
    expect(() =>
      readAll(
        framesOf([{ type: 'message', connection: 1, data: 'x'.repeat(1_000_000) }]),
        readerOf(() => 70_000),
      ),
    ).toThrow(FrameFault);
  });

  it('passes over the messages of a connection that is not known any more, whole or in parts, and holds nothing of them', () => {
    const reader = readerOf((number) => (number === 1 ? undefined : LARGE));
    const records: AnyRecord[] = [
      { type: 'message', connection: 1, data: 'x'.repeat(200_000) },
      { type: 'message', connection: 1, data: 'late' },
      { type: 'message', connection: 2, data: 'known' },
    ];
    expect(readAll(framesOf(records), reader).map((read) => read.record)).toEqual([records[2]]);
    expect(reader.held).toBe(0);
  });

  it('holds a bounded share of messages that never become whole, and lets go of those of a connection that is gone', () => {
    const reader = readerOf();
    const begun = (connectionNumber: number): Uint8Array[] =>
      framesOf([{ type: 'message', connection: connectionNumber, data: new Uint8Array(1024 * 1024) }]).slice(0, -1);
    readAll(begun(1), reader);
    const held = reader.held;
    expect(held).toBeGreaterThan(500_000);
    reader.forget(1);
    expect(reader.held).toBe(0);
    let most = 0;
    expect(() => {
      for (let i = 0; i < 1000; i += 1) {
        readAll(begun(i), reader);
        most = Math.max(most, reader.held);
      }
    }).toThrow(FrameFault);
    expect(most).toBeLessThanOrEqual(LARGE + 16 * 1024 * 1024);
  });

  it('takes no crumbs for parts, and no parts that do not belong together', () => {
    const crumb = new Uint8Array([8, 2, 1, 0, 0, 0, 1, 0, 0, 0, 65]);
    expect(() => readAll([crumb])).toThrow(FrameFault);
    const [text] = framesOf([{ type: 'message', connection: 1, data: 'x'.repeat(65_537) }]);
    const [bytes] = framesOf([{ type: 'message', connection: 1, data: new Uint8Array(65_537) }]);
    const firstPart = (text as Uint8Array).slice(0, 10 + 65_536);
    const lastPart = (bytes as Uint8Array).slice(10 + 65_536);
    expect(readAll([firstPart, (text as Uint8Array).slice(10 + 65_536)])).toHaveLength(1);
    expect(() => readAll([firstPart, lastPart])).toThrow(FrameFault);
  });
});
