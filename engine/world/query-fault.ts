import { WorldwireError } from '../errors.ts';

export function queryFault(at: number, expected: string): WorldwireError {
  const message = `at character ${at + 1}: expected ${expected}`;
  return new WorldwireError('WW_BAD_QUERY', message, [{ path: String(at), expected, message }]);
}
