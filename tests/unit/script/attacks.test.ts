import { describe, expect, test } from 'vitest';
import { createRegistry, hashWorld, restoreWorld, snapshotWorld } from '../../../engine/index.ts';
import { quickJs } from '../../../sandbox/quickjs.ts';
import { openRig, rigOf, type Rig } from '../world-rig.ts';
import { ATTACKS, type Attack } from './attacks.ts';

const TICKS = 10;
/** Bytes of linear memory that a script may come to have, and characters of what its world tells of it. */
const MOST_MEMORY = 640 * 65_536;
const LONGEST_TOLD = 8_000;

const NEIGHBOUR = `let n = 0; Script.update.connect((delta) => { entity.get("FloatValue").Value = ++n * Math.random();
  entity.get("StringValue").Value = [n, Date.now(), world.tick, Object.keys({ a: 1 }), [1, 2].map(String)].join() })`;

/** A world in which a script and a Spinner live beside an attacker. */
function open(source: string): Rig {
  const values = { FloatValue: {}, StringValue: {}, WebsocketClient: {} };
  return openRig(
    [
      { id: 'neighbour', name: 'neighbour', components: { Script: { Source: NEIGHBOUR }, ...values } },
      { id: 'spinner', name: 'spinner', components: { Spinner: {} } },
      { id: 'attacker', name: 'attacker', components: { Script: { Source: source }, ...values } },
    ],
    { sandbox: quickJs },
  );
}

/** What the neighbours have come to. */
function neighbours(rig: Rig): unknown {
  return [
    rig.world.tick,
    rig.value('neighbour', 'FloatValue', 'Value'),
    rig.value('neighbour', 'StringValue', 'Value'),
    rig.value('neighbour', 'Script', 'State'),
    rig.value('neighbour', 'Script', 'LastError'),
    rig.value('spinner', 'Transform', 'Rotation'),
  ];
}

function told(rig: Rig): readonly string[] {
  return rig.world.logged
    .after(0, 5000)
    .entries.filter(({ source }) => source === 'Script')
    .map(({ message }) => message);
}

function lastError(rig: Rig): string {
  if (rig.world.entities.rowOf('attacker') === undefined) return '';
  return String(rig.value('attacker', 'Script', 'LastError'));
}

const quiet = [TICKS, TICKS + 4].map((ticks) => {
  const rig = open('');
  rig.tick(ticks);
  return neighbours(rig);
});

describe.each(Object.entries(ATTACKS))('of attacks by %s', (_family, attacks) => {
  test.each(attacks.map((attack): [string, Attack] => [attack.name, attack]))('%s disturbs nobody, and can be taken up elsewhere', (_name, attack) => {
    const rig = open(attack.source);
    rig.tick(TICKS);
    expect(neighbours(rig)).toEqual(quiet[0]);
    const lines = told(rig);
    expect(lines.filter((line) => line.includes('REACHED'))).toEqual([]);
    expect(Math.max(0, ...lines.map(({ length }) => length))).toBeLessThan(LONGEST_TOLD);
    expect(lastError(rig).length).toBeLessThan(LONGEST_TOLD);
    if (attack.error !== undefined) expect(lastError(rig)).toMatch(attack.error);
    if (attack.told !== undefined) expect(lines.some((line) => attack.told?.test(line))).toBe(true);
    if (rig.world.entities.rowOf('attacker') !== undefined) expect(rig.value('attacker', 'Script', 'Memory')).toBeLessThanOrEqual(MOST_MEMORY);

    const other = rigOf(restoreWorld(snapshotWorld(rig.world), createRegistry({ sandbox: quickJs })));
    if (attack.unkept === undefined) expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
    rig.tick(4);
    other.tick(4);
    expect(neighbours(rig)).toEqual(quiet[1]);
    expect(neighbours(other)).toEqual(quiet[1]);
    if (attack.unkept === undefined) expect(hashWorld(other.world)).toBe(hashWorld(rig.world));
  });
});
