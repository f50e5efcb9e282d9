import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOST, type Envelope, type Input, type Json, type LinkEvent } from '../../../engine/index.ts';
import { detached, inputFromJson, inputToJson } from '../../../server/doors/binary-inputs.ts';
import { envelopeOf, recordsOf, type InputRecord } from '../../../server/recording/recording.ts';
import { samples } from '../../samples.ts';

const event: fc.Arbitrary<LinkEvent> = fc.oneof(
  fc.record({ type: fc.constant('message' as const), connection: fc.nat(), data: fc.oneof(fc.string(), fc.uint8Array({ maxLength: 40 })) }),
  fc.record({ type: fc.constant('opened' as const), connection: fc.nat(), protocol: fc.string(), extensions: fc.string() }),
);
const link = fc.array(event, { maxLength: 6 }).map((events): Input => ({ type: 'link', events }));

test('what links hand over, bytes included, is the same after a recording, and in another thread', () => {
  fc.assert(
    fc.property(link, (input) => {
      expect(inputFromJson(JSON.parse(JSON.stringify(inputToJson(input))) as Json)).toEqual(input);
      expect(detached({ author: HOST, input })).toEqual({ author: HOST, input });
    }),
    samples(100),
  );
});

test('recordings of before read as they did: this is how they hold binary messages', () => {
  const written = '{"type":"link","events":[{"type":"binary","connection":7,"base64":"AAH/gA=="},{"type":"message","connection":7,"data":"text"}]}';
  const input: Input = {
    type: 'link',
    events: [
      { type: 'message', connection: 7, data: Uint8Array.of(0, 1, 255, 128) },
      { type: 'message', connection: 7, data: 'text' },
    ],
  };
  expect(inputFromJson(JSON.parse(written) as Json)).toEqual(input);
  const [record] = recordsOf({ mode: 'tick', real: 5, inputs: [{ author: HOST, input }] });
  expect(JSON.stringify(record?.payload)).toBe(`{"input":${written}}`);
  expect(envelopeOf(record as InputRecord, JSON.parse(written) as Json)).toEqual({ author: HOST, input });
});

test('what is kept or sent on of a large buffer is the message alone', () => {
  const data = new Uint8Array(1 << 20).subarray(100, 110).fill(3);
  const envelope: Envelope = { author: HOST, requestId: 'a', input: { type: 'link', events: [{ type: 'message', connection: 1, data }] } };
  const kept = detached(envelope);
  expect(kept).toEqual(envelope);
  const [message] = kept.input.type === 'link' ? kept.input.events : [];
  expect(message?.type === 'message' && typeof message.data !== 'string' && message.data.buffer.byteLength).toBe(10);
});
