import type { AccessAnswer, AccessQuestion, AccessScope, Input } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import type { About, Access, HeldQuestions, Petition } from './access.ts';
import { count, refuse, whole } from './form.ts';
import type { Asked, Asking, Grant, Outcome } from './owned.ts';
import { isOwning, owningOf, type Owned, type OwnersWorld, type Owning } from './owners.ts';

/** A number that was given out. */
const given = whole(1);

/** The questions of a world's systems, with what the engine tells it of them. */
export class WorldAccess implements Access {
  last = 0;
  private readonly world: OwnersWorld;
  private readonly standing = new Map<number, Owned<Asking>>();
  /** The place asked for and the grant given last. Both are never changed, and thousands of clients of one server can share them. */
  private lastPlace: Asked | undefined = undefined;
  private lastGrant: Grant | undefined = undefined;

  constructor(world: OwnersWorld) {
    this.world = world;
  }

  ask(system: string, holder: Asking, { user, host, port, quiet, ...about }: Petition): boolean {
    const owning = owningOf(this.world, system);
    const scope = scopeOf(owning, holder);
    this.withdraw(holder);
    holder.ask = ++this.last;
    holder.asked = this.placeOf(user, host, port);
    this.standing.set(holder.ask, { owning, holder });
    const stands = isSamePlace(holder.grant, holder.asked);
    const once = stands && holder.grant?.once === true ? ({ once: true } as const) : {};
    this.put(holder.ask, scope, holder.asked, about, stands || quiet === true ? { standing: true, ...once } : {});
    return stands;
  }

  restate(system: string, holder: Asking, about: About): void {
    const { ask, asked, grant } = holder;
    if (ask === 0 || asked === null || isSamePlace(grant, asked)) return;
    const scope = scopeOf(owningOf(this.world, system), holder);
    this.world.effect({ type: 'withdraw', ask });
    this.put(ask, scope, asked, about, {});
  }

  private put(ask: number, scope: AccessScope, asked: Asked, about: About, standing: Pick<AccessQuestion, 'standing' | 'once'>): void {
    const { userId, machineId, host, port } = asked;
    this.world.effect({ type: 'ask', question: { ask, user: { userId, machineId }, scope, host, port, ...about, ...standing } });
  }

  withdraw(holder: Asking): void {
    if (holder.ask === 0) return;
    this.world.effect({ type: 'withdraw', ask: holder.ask });
    this.settled(holder);
  }

  isGranted({ grant }: Asking, place: Asked): boolean {
    return grant !== null && !grant.stale && isSamePlace(grant, place);
  }

  restore(system: string, { last = 0, holders }: HeldQuestions): void {
    const owning = owningOf(this.world, system);
    count(last, `systems/${system}`);
    this.last = Math.max(this.last, last);
    for (const holder of holders) {
      if (holder.ask === 0) continue;
      given(holder.ask, `systems/${system}`);
      const other = this.standing.get(holder.ask)?.owning.name;
      if (other !== undefined) refuse(`systems/${system}`, 'a number of its own', `a question of ${other} has the number ${holder.ask} already`);
      this.standing.set(holder.ask, { owning, holder });
      this.last = Math.max(this.last, holder.ask);
    }
  }

  /** What a user has answered. Answers to questions that no longer stand are passed over. */
  answer(given: AccessAnswer): void {
    const { world } = this;
    const owned = this.standing.get(given.ask);
    if (owned === undefined) return;
    const { owning, holder } = owned;
    const outcome = this.settle(holder, given);
    if (outcome === undefined) return;
    try {
      owning.owns.answered?.(world, holder, outcome, given);
    } catch (error) {
      world.systemFailed(owning, error);
    }
  }

  /** Brings what is asked and granted up to date. */
  private settle(holder: Asking, { decision, once }: AccessAnswer): Outcome | undefined {
    const { grant, asked } = holder;
    if (asked === null) return undefined;
    const stands = isSamePlace(grant, asked);
    if (decision === 'deny' || (decision === 'revoked' && stands)) {
      this.settled(holder);
      holder.grant = null;
      return decision === 'deny' ? 'denied' : 'revoked';
    }
    // What stands goes on unless it is refused: nobody need be asked again for it.
    if (decision === 'allow' || stands) {
      if (decision === 'waiting') this.withdraw(holder);
      else this.settled(holder);
      holder.grant = this.grantOf(asked, decision === 'allow' ? once === true : (grant?.once ?? false));
      return 'allowed';
    }
    if (decision === 'waiting') return 'waiting';
    this.settled(holder);
    return 'dismissed';
  }

  /** A user has decided anew about a host and port: whoever stands allowed or denied by it is to ask anew. */
  outdate({ userId, scope, host, port }: Extract<Input, { type: 'accessChanged' }>): void {
    const { world } = this;
    const isThere = (at: Asked | null): boolean => at !== null && at.userId === userId && at.host === host && at.port === port;
    for (const system of world.registry.systems) {
      if (!isOwning(system)) continue;
      const { owns } = system;
      if (owns.scopeOf === undefined && owns.scope !== scope) continue;
      world.attempt(system, () => {
        const concerned: Asking[] = [];
        for (const holder of owns.asking?.(world) ?? []) {
          if ((!isThere(holder.asked) && !isThere(holder.grant)) || (owns.scopeOf?.(holder) ?? scope) !== scope) continue;
          if (holder.grant !== null) holder.grant = { ...holder.grant, stale: true };
          concerned.push(holder);
        }
        if (concerned.length > 0) owns.outdated?.(world, concerned);
      });
    }
  }

  /**
   * The world goes on in another process: nobody there has its questions before them, and what was allowed is to be asked for again. Nothing is taken
   * back, since nobody would know of it.
   */
  lose(): void {
    for (const { holder } of this.standing.values()) holder.ask = 0;
    this.standing.clear();
    for (const system of this.world.registry.systems) {
      if (!isOwning(system)) continue;
      this.world.attempt(system, () => {
        for (const holder of system.owns.asking?.(this.world) ?? []) holder.grant = null;
      });
    }
  }

  /** The world ends: every question is taken back. */
  end(): void {
    for (const { holder } of Array.from(this.standing.values()).sort((a, b) => a.holder.ask - b.holder.ask)) this.withdraw(holder);
  }

  private placeOf({ userId, machineId }: Petition['user'], host: string, port: number): Asked {
    const place = { userId, machineId, host, port };
    if (this.lastPlace === undefined || !isSamePlace(this.lastPlace, place)) this.lastPlace = place;
    return this.lastPlace;
  }

  private grantOf(asked: Asked, once: boolean): Grant {
    const { userId, machineId, host, port } = asked;
    const last = this.lastGrant;
    if (last !== undefined && last.once === once && isSamePlace(last, asked)) return last;
    return (this.lastGrant = { userId, machineId, host, port, once, stale: false });
  }

  /** The question stands no longer. */
  private settled(holder: Asking): void {
    this.standing.delete(holder.ask);
    holder.ask = 0;
  }
}

function scopeOf({ name, owns }: Owning, holder: Asking): AccessScope {
  const scope = owns.scopeOf?.(holder) ?? owns.scope;
  if (scope === undefined)
    throw new WorldwireError('WW_PLUGIN_INVALID', `system ${name} does not say what it asks for access for; expected the \`scope\` of its \`owns\``);
  return scope;
}

/** Whether a grant, if there is one, is by that user on that machine for that host and port. */
function isSamePlace(grant: Asked | null, asked: Asked): boolean {
  return grant !== null && grant.userId === asked.userId && grant.machineId === asked.machineId && grant.host === asked.host && grant.port === asked.port;
}
