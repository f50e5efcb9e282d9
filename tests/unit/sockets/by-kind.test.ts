import { expect, it } from 'vitest';
import { PAGE_CHECKS } from '../../../server/schemas/page.ts';

const KINDS =
  'one of tree, entity, common, table, messages, clients, sockets, graph, ports, trace, trail, poses, history, changes, log, status, traffic, sends, ' +
  'sendPreview, values';
const watch = (what: unknown): unknown => PAGE_CHECKS.watch({ view: 1, what });

it.each([
  [{ kind: 'constructor' }, 'is "constructor"'],
  [{ kind: 'treee', offset: 0 }, 'is "treee"'],
  [{ kind: 7 }, 'is 7'],
  [{ kind: 'a\u001b[31m\u202e' }, 'is "a\\u001b[31m\\u{202e}"'],
  [{}, 'is missing'],
  [JSON.parse('{"__proto__":{"kind":"tree"}}'), 'is missing'],
])('a view of a kind that is none is told so, with the kinds that there are: %j', (what, given) => {
  expect(watch(what)).toEqual([{ path: 'what/kind', expected: KINDS, message: `what/kind ${given}; expected ${KINDS}` }]);
});

it('a view that lacks something is told what its own kind is made of', () => {
  expect(watch({ kind: 'messages', component: 'WebsocketClient' })).toMatchObject([
    { path: 'what', message: expect.stringMatching(/entity/) as string, expected: expect.stringContaining('"messages"') as string },
  ]);
  expect(watch({ kind: 'log', after: -1 })).toMatchObject([{ path: 'what/after' }]);
});

it('and what fits is taken', () => {
  expect(watch({ kind: 'log' })).toEqual([]);
  expect(PAGE_CHECKS.watch({ what: { kind: 'log' } })).toMatchObject([{ message: expect.stringContaining('view') as string }]);
});
