import { describe, expect, test } from 'vitest';
import { editWords, fieldFault } from '../../../inspector-ui/controls/fault-words.ts';
import { besideBadge } from '../../../inspector-ui/controls/states.ts';

describe('words of the page', () => {
  test('a fault at its field does not name the field again, and says what is expected', () => {
    const fault = (message: string, expected: string): string => fieldFault({ message, errors: [{ path: 'value', expected, message }] });
    expect(fault('WebsocketClient#2.URL: "x" cannot be read as an address', 'a ws:// or wss:// address')).toBe(
      '"x" cannot be read as an address; expected a ws:// or wss:// address',
    );
    expect(fault('WebsocketClient.ConnectTimeout: it must be >= 0.1; expected a number from 0.1', 'a number from 0.1')).toBe(
      'it must be >= 0.1; expected a number from 0.1',
    );
    expect(fault('name must be string', '{"op":"updateEntity", "entity"}')).toBe('name must be string');
    expect(fieldFault({ message: 'The server is out of reach.' })).toBe('The server is out of reach.');
  });

  test('an edit is told with what it was and what it is, where both are short', () => {
    expect(editWords('Interval', 10, 5)).toBe('Interval 10 → 5');
    expect(editWords('Position', [0, 1, 0], [0, 0.1 + 0.2, 0])).toBe('Position [0, 1, 0] → [0, 0.3, 0]');
    expect(editWords('Who', null, { userId: 'host', machineId: null })).toBe('Who none → host');
    expect(editWords('Tag', '', 'demo')).toBe('Tag "" → demo');
    expect(editWords('Text', 'short', 'x'.repeat(41))).toBe('Text');
    expect(editWords('Map', {}, { a: 1 })).toBe('Map');
  });

  test('what stands beside the badge of a state does not say it again', () => {
    expect(besideBadge('waiting to retry: closed 1006 by the server')).toBe('closed 1006 by the server');
    expect(besideBadge('waiting to retry')).toBe('');
    expect(besideBadge('closed 1000')).toBe('closed 1000');
  });
});
