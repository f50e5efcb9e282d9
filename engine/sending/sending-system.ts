import type { SendSpec } from '../door.ts';
import { HOST } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import { may } from '../rights.ts';
import { sameJson } from '../same-json.ts';
import type { Json } from '../schema/field.ts';
import { defineSystem } from '../world/system.ts';
import type { World } from '../world/world.ts';
import { about, firstDue, goOn, title } from './round.ts';
import { placeOf, Runs, SENDING, type Run } from './runs.ts';
import { SavedSends, type Sends } from './saved-sends.ts';
import { loadRuns, saveRuns } from './saving.ts';
import { demandSpec } from './spec.ts';
import { saying } from './saying.ts';
import { runOf } from './telling.ts';

function runsOf(world: World): Runs {
  return world.stateOf(sending);
}

/**
 * Says messages to many clients, each its own, in rounds: at once, every so often, or at given moments of the world's time. What goes on is a part of the
 * world's state; saved sends that are on go on with the component that has them.
 */
export const sending = defineSystem({
  name: SENDING,
  over: SavedSends,
  begin: (world, mode) => {
    // In a pass no time goes by, and nothing comes to be due.
    if (mode === 'tick') goOn(world, runsOf(world));
  },
  added: follow,
  changed: (world, row, field) => {
    if (field === 'Sends') follow(world, row);
  },
  eligibility: follow,
  removed: (world, _row, { entity, component }) => {
    const runs = runsOf(world);
    for (const run of runs.going) if (run.of?.entity === entity && run.of.component === component) runs.end(run, `${component} was removed`);
    for (const place of runs.rested.keys()) if (place.startsWith(JSON.stringify([entity, component]).slice(0, -1))) runs.rested.delete(place);
  },
  // Who may not edit any more says nothing any more; what is saved in the scene is the scene's.
  usersChanged: (world, userId) => {
    const user = world.users.find(userId);
    if (user === undefined || may(user.role, 'edit')) return;
    const runs = runsOf(world);
    for (const run of runs.going) {
      if (run.of !== undefined || run.acting !== userId) continue;
      world.log('warn', `${title(run)} of ${user.name} has ended: a ${user.role} may not send`, about(run));
      runs.end(run, `${user.name} may not send any more`);
    }
  },
  commands: {
    Send: (world, row, { Name: name }) => {
      const { entity, component, sends } = held(world, row);
      const spec = own(sends, name);
      if (spec === undefined) {
        const message = `${component} has no send ${JSON.stringify(name)}`;
        throw new WorldwireError('WW_BAD_VALUE', message, [{ path: 'args/Name', expected: `one of ${Object.keys(sends).join(', ')}`, message }]);
      }
      return { run: begin(world, spec, { name, entity, component }).run };
    },
    Stop: (world, row, { Name: name }) => {
      const { entity, component } = held(world, row);
      return { stopped: stop(world, ({ of }) => of?.entity === entity && of.component === component && (name === undefined || of.name === name)) };
    },
  },
  inputs: {
    send: (world, { send }) => {
      demandSpec(send, world.registry.components);
      return begin(world, send).run;
    },
    stopSends: (world, { run, acting }) => {
      // What is saved in the scene is the scene's, whoever has begun it.
      if (acting !== undefined)
        return stop(world, (each) => each.acting === acting && each.of === undefined, `${world.users.nameOf(acting) ?? acting} may not send any more`);
      const stopped = stop(world, (each) => run === undefined || each.run === run);
      if (run === undefined || stopped > 0) return stopped;
      const known = runsOf(world).all.get(run);
      throw new WorldwireError(
        'WW_REFUSED',
        known === undefined ? `there is no send ${run}, or it was over long ago` : `send ${run} is over already: ${known.over}`,
      );
    },
  },
  answers: { sends: (world) => [...runsOf(world).all.values()].map((run) => runOf(world, run)), saying },
  state: { create: () => new Runs(), save: saveRuns, load: loadRuns },
});

function begin(world: World, spec: SendSpec, of?: Run['of']): Run {
  const run = runsOf(world).begin(spec, world.acting, world.tick, of);
  run.next = firstDue(spec, world.tick, world.tickRate);
  return run;
}

function stop(world: World, isMeant: (run: Run) => boolean, why?: string): number {
  const runs = runsOf(world);
  const meant = runs.going.filter(isMeant);
  const who = world.acting === HOST.userId ? 'the host' : (world.users.nameOf(world.acting) ?? world.acting);
  for (const run of meant) runs.end(run, why ?? `stopped by ${who}`);
  return meant.length;
}

/**
 * Has those run that are on, and no others of its own that were; one that says something else now goes on with that. One that was stopped, or is over, begins
 * anew when it is edited, or with its component.
 */
function follow(world: World, row: number): void {
  const { entity, component, sends, isOn } = held(world, row);
  const runs = runsOf(world);
  const isOwn = ({ of }: Run): boolean => of?.entity === entity && of.component === component;
  for (const run of runs.going.filter(isOwn)) {
    const spec = own(sends, run.of?.name ?? '');
    if (!isOn) runs.end(run, `${component} is not enabled, or its entity not active`);
    else if (spec === undefined) runs.end(run, 'it was removed');
    else if (run.spec.on === true && spec.on !== true) runs.end(run, 'it was put off');
    else if (!sameJson(whenOf(run.spec), whenOf(spec))) runs.end(run, 'it was given other times');
    else run.spec = spec;
  }
  for (const [place, spec] of runs.rested) {
    const [ofEntity, ofComponent, name] = JSON.parse(place) as [string, string, string];
    if (ofEntity !== entity || ofComponent !== component) continue;
    if (!isOn || !sameJson(own(sends, name) ?? null, spec)) runs.rested.delete(place);
  }
  if (!isOn) return;
  const going = new Set(runs.going.flatMap((run) => (isOwn(run) && run.spec.on === true ? (run.of?.name ?? '') : [])));
  for (const [name, spec] of Object.entries(sends)) {
    if (spec.on !== true || going.has(name) || runs.rested.has(placeOf({ entity, component, name }))) continue;
    try {
      begin(world, spec, { name, entity, component });
    } catch (error) {
      if (!(error instanceof WorldwireError)) throw error;
      // What keeps one back keeps those behind it back as well, and is told once.
      world.log('error', `send ${JSON.stringify(name)}, and what is behind it, did not begin: ${error.message} (${error.code})`, { source: SENDING, entity });
      return;
    }
  }
}

function own(sends: Sends, name: string): SendSpec | undefined {
  return Object.hasOwn(sends, name) ? sends[name] : undefined;
}

/** When a send says something, in a form that is the same where that is. */
function whenOf({ every, at, times, on }: SendSpec): Json {
  return [every ?? null, at ?? null, times ?? null, on ?? false];
}

function held(world: World, row: number): { readonly entity: string; readonly component: string; readonly sends: Sends; readonly isOn: boolean } {
  const store = world.store(SavedSends);
  return {
    entity: world.entities.id.get(store.owner[row] as number),
    component: store.keyOf(row),
    sends: store.get(row, 'Sends') as Sends,
    isOn: store.eligible(row),
  };
}
