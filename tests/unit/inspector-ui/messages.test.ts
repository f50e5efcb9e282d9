import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TrafficEntry } from '../../../server/protocol.ts';
import { fromBase64, hexLines, readHex, sizeWords, toBase64 } from '../../../inspector-ui/connection/bytes.ts';
import { closeCodeName } from '../../../engine/index.ts';
import { closeWords } from '../../../inspector-ui/connection/close-names.ts';
import { MessageBook, NO_FILTER } from '../../../inspector-ui/connection/message-book.ts';
import { RowRates } from '../../../inspector-ui/connection/row-rates.ts';
import { Picks } from '../../../inspector-ui/overview/table-picks.ts';
import { samples } from '../../samples.ts';

function message(seq: number, data = `m${seq}`, more: Partial<TrafficEntry> = {}): TrafficEntry {
  return { seq, tick: seq, real: seq * 10, what: 'in', size: data.length, binary: false, data, cut: false, ...more };
}
const shown = (book: MessageBook): string[] => book.shown.map((line) => (line.what === 'gap' ? `… ${line.left}` : (line.state ?? line.data)));

describe('the messages at the page', () => {
  it('are told once, however often the server tells them again after a break', () => {
    const book = new MessageBook();
    book.take([message(1), message(2)], 0);
    book.take([message(1), message(2), message(3)], 0);
    expect(shown(book)).toEqual(['m1', 'm2', 'm3']);
  });

  it('show how many were left out in between, but not what came before anybody looked', () => {
    const book = new MessageBook();
    book.take([message(500)], 499);
    book.take([message(801)], 300);
    expect(shown(book)).toEqual(['m500', '… 300', 'm801']);
  });

  it('are kept within bounds, the newest of them', () => {
    const book = new MessageBook();
    for (let from = 1; from <= 5_000; from += 200)
      book.take(
        Array.from({ length: 200 }, (_, i) => message(from + i)),
        0,
      );
    expect(book.count).toBe(2_000);
    expect(shown(book).at(-1)).toBe('m5000');
    expect(book.dropped).toBe(200);
  });

  it('are held back while paused, and counted', () => {
    const book = new MessageBook();
    book.take([message(1)], 0);
    book.pause(true);
    book.take([message(2), message(3, '', { what: 'state', state: 'Idle' })], 0);
    expect([shown(book), book.held]).toEqual([['m1'], 1]);
    book.pause(false);
    expect([shown(book), book.held]).toEqual([['m1', 'm2', 'Idle'], 0]);
  });

  it('are filtered by text, bytes, direction and kind, those that come later too', () => {
    const book = new MessageBook();
    const bytes = toBase64(new Uint8Array([0x0f, 0xa0]));
    const all = [
      message(1, 'Apple'),
      message(2, '{"a":1}', { what: 'out' }),
      message(3, bytes, { binary: true, size: 2 }),
      message(4, '', { what: 'state', state: 'Idle' }),
    ];
    book.take(all, 0);
    const by = (filter: Partial<typeof NO_FILTER>): number[] => {
      book.show({ ...NO_FILTER, ...filter });
      return book.shown.map(({ tick }) => tick);
    };
    expect(by({ text: 'aPP' })).toEqual([1]);
    expect(by({ text: '0f a0' })).toEqual([3]);
    expect(by({ text: 'idle' })).toEqual([4]);
    expect(by({ direction: 'out' })).toEqual([2]);
    expect(by({ kind: 'json' })).toEqual([2]);
    expect(by({ kind: 'binary' })).toEqual([3]);
    expect(by({ kind: 'text' })).toEqual([1, 2]);
    book.take([message(5, 'more text')], 0);
    expect(book.shown.map(({ tick }) => tick)).toEqual([1, 2, 5]);
    expect(by({})).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('bytes', () => {
  it('go to base64 and hex and come back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
        expect(fromBase64(toBase64(bytes))).toEqual(bytes);
        expect(readHex(Buffer.from(bytes).toString('hex'))).toEqual(bytes);
      }),
      samples(100),
    );
  });

  it('are read from hex as people write it, and what is wrong is said', () => {
    expect(readHex('0x00, 0F:3a-ff')).toEqual(new Uint8Array([0, 15, 58, 255]));
    expect(readHex('0g')).toMatchObject({ fault: expect.stringContaining('“g” is not a hex digit') as string });
    expect(readHex('012')).toMatchObject({ fault: expect.stringContaining('half a byte') as string });
  });

  it('are shown with their place and as text', () => {
    expect(hexLines(new Uint8Array([0x68, 0x69, 0x00, 0xff]), 8)).toBe('0000  68 69 00 ff              hi··');
    expect([0, 999, 1_200, 45_600, 2_000_000].map(sizeWords)).toEqual(['0\u202fB', '999\u202fB', '1.2\u202fkB', '45.6\u202fkB', '2.0\u202fMB']);
  });
});

describe('small things of the connections', () => {
  it('close codes have names', () => {
    expect([1006, 1000, 4001, 3001, 2].map(closeWords)).toEqual([
      '1006 no close frame',
      '1000 normal closure',
      '4001 private code',
      '3001 registered code',
      '2 unknown code',
    ]);
    expect(closeWords(0)).toBe('');
  });

  it('close codes are called the same on the page and in the world', () => {
    for (let code = 1; code <= 5000; code++) expect(closeWords(code)).toBe(`${code} ${closeCodeName(code)}`);
  });

  it('rates are what about a second adds', () => {
    const rates = new RowRates();
    rates.note('a', 100, 0, 0);
    rates.note('a', 150, 0, 500);
    expect(rates.of('a')).toBeUndefined();
    rates.note('a', 300, 20, 1_000);
    expect(rates.of('a')).toEqual({ received: 200, sent: 20 });
    rates.tidy(10_000);
    expect(rates.of('a')).toBeUndefined();
  });

  it('connections are picked, whatever row they stand in', () => {
    const picks = new Picks();
    const [a, b] = ['a', 'b'].map((entity) => ({ entity, component: 'WebsocketClient' })) as [
      { entity: string; component: string },
      { entity: string; component: string },
    ];
    picks.only(a, 3);
    picks.toggle(b, 5);
    expect([picks.size, picks.has({ ...a }), picks.anchor]).toEqual([2, true, 5]);
    picks.toggle(a, 0);
    expect(picks.places).toEqual([b]);
  });
});
