import { expect, test } from 'vitest';
import type { TextSearch } from '../../../engine/index.ts';
import { openRig, type Rig } from '../world-rig.ts';

const world = (): Rig =>
  openRig([
    { id: 'top', name: 'Old house', tag: 'old' },
    { id: 'a', name: 'Client old 1', parent: 'top', components: { WebsocketClient: { URL: 'ws://old.example:80/old', Protocols: ['old', 'new'] } } },
    { id: 'b', name: 'B', components: { StringValue: { Value: 'an OLD text' }, ReferenceValue: { Target: 'old-id' } } },
    { id: 'old-id', name: 'C', components: { DynamicVariables: { Variables: { old: { type: 'string', value: 'old' } } } } },
  ]);
const ask = async (rig: Rig, search: Partial<TextSearch>) => rig.door.ask({ ask: 'texts', find: 'old', limit: 100, ...search });
const places = async (rig: Rig, search: Partial<TextSearch>): Promise<string[]> =>
  (await ask(rig, search)).rows.map(({ entity, component, field, at = '', now }) => `${entity} ${component}.${field}${at} → ${now}`);

test('texts are found in names, tags, addresses, fields and structures, and not in ids, names of members or references', async () => {
  const { total, entities, rows } = await ask(world(), {});
  expect(rows.map(({ entity, component, field, at = '' }) => `${entity} ${component}.${field}${at}`)).toEqual([
    'top .name',
    'top .tag',
    'a .name',
    'a WebsocketClient.URL',
    'a WebsocketClient.Protocols/0',
    'b StringValue.Value',
    'old-id DynamicVariables.Variables/old/value',
  ]);
  expect([total, entities]).toEqual([7, 4]);
  expect(rows[3]).toEqual({
    entity: 'a',
    name: 'Client old 1',
    path: ['Old house'],
    component: 'WebsocketClient',
    field: 'URL',
    was: 'ws://old.example:80/old',
    marks: [
      [5, 8],
      [20, 23],
    ],
  });
});

test('where is chosen, by place, by entities and by a query; capitals count where that is asked', async () => {
  expect(await places(world(), { in: ['uri'], replace: 'new' })).toEqual(['a WebsocketClient.URL → ws://new.example:80/new']);
  expect(await places(world(), { exact: true, in: ['name', 'text'], replace: 'x' })).toEqual(['a .name → Client x 1']);
  expect(await places(world(), { entities: ['b', 'top', 'gone'], in: ['name', 'text'], replace: '' })).toEqual([
    'top .name →  house',
    'b StringValue.Value → an  text',
  ]);
  expect(await places(world(), { query: 'c:StringValue', replace: '$1' })).toEqual(['b StringValue.Value → an $1 text']);
});

test('expressions put their groups into what replaces them', async () => {
  expect(await places(world(), { find: '^(?P<first>\\w+) old (\\d)$', expression: true, replace: `${'$'}{first}-$2 $$ $0` })).toEqual([
    'a .name → Client-1 $ Client old 1',
  ]);
  expect(await places(world(), { find: '^', expression: true, in: ['tag'], replace: 'x' })).toEqual([
    'top .tag → xold',
    'a .tag → x',
    'b .tag → x',
    'old-id .tag → x',
  ]);
  await expect(ask(world(), { find: '(old', expression: true })).rejects.toThrow('expected an expression that can be read');
  await expect(ask(world(), { find: 'old', expression: true, replace: '$1' })).rejects.toThrow('it has none, but $0 is all of it');
  await expect(ask(world(), { find: '(a{1,900}){1,900}', expression: true })).rejects.toThrow('expected');
});

test('what would not hold is told with its fault: no address, too long', async () => {
  const rig = openRig([
    { id: 'a', name: 'x'.repeat(900), components: { WebsocketClient: { URL: 'ws://x/' }, StringValue: { Value: 'x' } } },
    { id: 'd', components: { StringValue: { Value: 'y' } } },
  ]);
  const { rows } = await ask(rig, { find: 'x', replace: 'two words ', in: ['name', 'uri'] });
  expect(rows.map(({ field, fault }) => [field, fault])).toEqual([
    ['name', 'longer than 1000 characters'],
    ['URL', expect.stringMatching(/URL|address|space/i)],
  ]);
});

test('an instance that follows a source which is looked through as well is not listed, and changes with it', async () => {
  const rig = openRig([
    { id: 'source', name: 'Desk', tag: 'old', components: { StringValue: { Value: 'old' } } },
    { id: 'one', name: 'One', components: { Instance: { Source: 'source' } } },
    { id: 'two', name: 'Two', components: { Instance: { Source: 'source' } } },
  ]);
  rig.edited([{ op: 'setField', entity: 'two', component: 'StringValue', field: 'Value', value: 'an old' }]);
  const all = await ask(rig, { replace: 'new' });
  expect(all.rows.map(({ entity, field }) => `${entity} ${field}`)).toEqual(['source tag', 'source Value', 'two Value']);
  expect(all.following).toBe(3);
  // Alone it is given its own.
  expect(await places(rig, { entities: ['one'], replace: 'new' })).toEqual(['one .tag → new', 'one StringValue.Value → new']);
});

test('a name or tag that is another by now is not written over', () => {
  const rig = world();
  const refused = rig.edit([{ op: 'updateEntity', entity: 'a', name: 'New', was: { name: 'Client old 2' } }]);
  expect(refused).toMatchObject({ ok: false, errors: [{ code: 'WW_BAD_PATCH', path: 'was/name' }] });
  rig.edited([{ op: 'updateEntity', entity: 'a', name: 'New', was: { name: 'Client old 1' } }]);
  expect(rig.world.entities.name.get(rig.world.entities.rowOf('a') as number)).toBe('New');
});
