import { describe, expect, it } from 'vitest';
import { FROM_AGENT, TO_AGENT } from '../../agent/frames.ts';
import { ANSWERS } from '../../server/schemas/answers.ts';
import { PAGE_CHECKS } from '../../server/schemas/page.ts';
import { TOLD } from '../../server/schemas/told.ts';
import { ACTION_RIGHTS } from '../../server/security/action-rights.ts';
import { page, quoted, section, table } from './pages.ts';
import { may, type Right } from '../../engine/index.ts';

const PAGE = 'docs/wire.md';
/** The keys of what a schema lets pass, each with its question mark where it may be left out; of an answer what it holds where all went well. */
function keysIn(schema: unknown): string[] {
  const { anyOf, properties = {}, required = [] } = schema as { anyOf?: readonly unknown[]; properties?: object; required?: readonly string[] };
  if (anyOf !== undefined) return keysIn(anyOf[0]);
  return Object.keys(properties).flatMap((key) => (key === 'ok' ? [] : [required.includes(key) ? key : `${key}?`]));
}
/** The keys of the outermost braces of a form as `{version, name?, agent?: {…}}`, each with its question mark. */
function keysOf(form: string): string[] {
  let depth = 0;
  const flat = form.split('').filter((sign) => {
    if ('{['.includes(sign)) depth += 1;
    const keep = depth === 1;
    if ('}]'.includes(sign)) depth -= 1;
    return keep && !'{}"[] '.includes(sign);
  });
  return flat
    .join('')
    .split(',')
    .map((part) => part.split(':')[0] ?? '')
    .filter(Boolean);
}

describe('docs/wire.md', () => {
  it('lists every message that a page may send, with its keys, and no other', () => {
    const listed = table(section(PAGE, 'From page to server'), 'event').map(([event = '', message = '']) => ({
      event: quoted(event)[0] ?? '',
      keys: keysOf(quoted(message)[0] ?? ''),
    }));
    expect(listed.map(({ event }) => event).toSorted()).toEqual(Object.keys(PAGE_CHECKS).toSorted());
    for (const { event, keys } of listed) {
      const [fault] = PAGE_CHECKS[event as keyof typeof PAGE_CHECKS](5);
      expect([event, ...keys.toSorted()]).toEqual([event, ...keysOf(String(fault?.expected)).toSorted()]);
    }
  });

  it('names what control can do', () => {
    const [, message = '', answer = ''] = table(section(PAGE, 'From page to server'), 'event').find(([event]) => event === '`control`') ?? [];
    const actions = quoted(/`action` is one of ([^;]+);/.exec(answer)?.[1] ?? message);
    expect(actions.toSorted()).toEqual(Object.keys(ACTION_RIGHTS).toSorted());
    const takes = (action: string): boolean => PAGE_CHECKS.control({ action, requestId: '1' }).length === 0;
    expect(actions.filter((action) => !takes(action))).toEqual([]);
    expect(takes('explode')).toBe(false);
  });

  it('lists what the server says, and nothing else', () => {
    const listed = table(section(PAGE, 'From server to page'), 'event').map(([event = '']) => quoted(event)[0] ?? '');
    expect(listed.toSorted()).toEqual([...Object.keys(TOLD), 'relay'].toSorted());
  });

  it('writes the keys of each answer, and of what the server says, as they are', () => {
    const answers = table(section(PAGE, 'From page to server'), 'event').map(([event = '', , answer = '']) => ({ event, form: answer, schemas: ANSWERS }));
    const told = table(section(PAGE, 'From server to page'), 'event').map(([event = '', message = '']) => ({ event, form: message, schemas: TOLD }));
    let seen = 0;
    for (const { event, form, schemas } of [...answers, ...told]) {
      if (!form.startsWith('`{')) continue;
      seen += 1;
      const name = quoted(event)[0] ?? '';
      const schema = Object.entries(schemas).find(([key]) => key === name)?.[1];
      expect([name, ...keysOf(quoted(form)[0] ?? '').toSorted()]).toEqual([name, ...keysIn(schema).toSorted()]);
    }
    expect(seen).toBeGreaterThan(15);
  });

  it('lists every kind of view', () => {
    const listed = table(section(PAGE, 'Views'), '`what.kind`').map(([kind = '']) => quoted(kind)[0] ?? '');
    const kinds = [...(/export type View =([\s\S]*?)\n\nexport/.exec(page('engine/door/view.ts'))?.[1] ?? '').matchAll(/kind: '(\w+)'/g)].map((match) =>
      String(match[1]),
    );
    expect(kinds.length).toBeGreaterThan(8);
    expect(listed.toSorted()).toEqual(kinds.toSorted());
  });

  it('lists the records of the relay, each on its side', () => {
    const [, server = '', agent = ''] = /The server says (.+?); the agent (.+?)\. /.exec(section(PAGE, 'The relay')) ?? [];
    expect(quoted(server)).toEqual([...TO_AGENT]);
    expect(quoted(agent)).toEqual([...FROM_AGENT]);
  });

  it('says who may say what only some may', () => {
    const source = page('server/sockets/reception.ts');
    const rights = [...(/const RIGHTS[^{]+\{[^}]+\} = \{([^}]+)\}/.exec(source)?.[1] ?? '').matchAll(/(\w+): '(\w+)'/g)].map(
      (match) => [match[1], match[2]] as const,
    );
    expect(rights.length).toBeGreaterThan(5);
    const listed = new Map(table(section(PAGE, 'From page to server'), 'event').map((cells) => [quoted(cells[0] ?? '')[0], cells.join(' ')]));
    for (const [event, right] of rights) {
      if (may('Moderator', right as Right)) continue;
      expect([event, /Admins alone/.test(listed.get(event) ?? '')]).toEqual([event, true]);
    }
  });
});
