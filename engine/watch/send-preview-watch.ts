import { SEND_TARGETS } from '../send-limits.ts';
import type { SendSample, View } from '../door.ts';
import type { InParts } from '../world/in-parts.ts';
import { parseQuery } from '../world/query.ts';
import { Random } from '../world/random.ts';
import type { Saying } from '../world/system.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import { Finding } from './finding.ts';
import { sayingOf } from './send-part.ts';
import { stateColumn } from './trails.ts';
import { periodOf, type Body, type Look, type Opener, type Watch } from './watch.ts';

const CLIENT = 'WebsocketClient';
const LOOKS = 2;
/** Characters of what is said to one that are told. */
const MOST_TEXT = 4_000;

/** What a send would say, before anybody sends it: to the first, the second and the last of those whom it is for. */
class SendPreviewWatch implements Watch {
  readonly period: number;
  readonly #what: Extract<View, { kind: 'sendPreview' }>;
  readonly #saying: Saying | undefined;
  readonly #finding: Finding | undefined;
  #filling: InParts<void> | undefined;
  #told = '';

  constructor(world: LiveWorld, what: Extract<View, { kind: 'sendPreview' }>) {
    this.period = periodOf(what.rate, LOOKS);
    this.#what = what;
    this.#saying = sayingOf(world, what.send);
    const { to } = what.send;
    if (typeof to === 'string') this.#finding = new Finding(parseQuery(to, world.registry.components), world.storeOf(CLIENT).component);
  }

  get isBusy(): boolean {
    return this.#filling !== undefined;
  }

  concerns(): boolean {
    return false;
  }

  look(world: LiveWorld, look: Look): Body | undefined {
    const rows = this.#rows(world, look);
    if (rows === undefined) return undefined;
    const { data, labels } = stateColumn(world);
    let count = 0,
      open = 0;
    /** Of each connection the row of its entity; those at the ends alone are wanted. */
    const ends: number[] = [];
    let last = -1;
    for (const row of rows)
      for (const held of world.entities.held(row)) {
        if (held.component.name !== CLIENT) continue;
        if (count < 2) ends.push(row);
        last = row;
        count++;
        if (labels[data[held.row] as number] === 'Open') open++;
      }
    const random = new Random(world.id);
    const places = [...ends.map((row, index) => ({ row, index })), ...(count > 2 ? [{ row: last, index: count - 1 }] : [])];
    const said = places.map(({ row, index }): SendSample => {
      const found = this.#saying?.to(world, row, { index, count }, () => random.next()) ?? { fault: 'nothing in this world sends' };
      const text = 'text' in found ? { text: found.text.length > MOST_TEXT ? `${found.text.slice(0, MOST_TEXT)}…` : found.text } : found;
      return { entity: world.entities.id.get(row), name: world.entities.name.get(row), ...text };
    });
    const body: Body = { kind: 'sendPreview', count, open, said, ...(count > SEND_TARGETS ? { tooMany: SEND_TARGETS } : {}) };
    const told = JSON.stringify(body);
    if (told === this.#told) return undefined;
    this.#told = told;
    return body;
  }

  /** Those whom it is for; undefined where that is not known yet. */
  #rows(world: LiveWorld, look: Look): readonly number[] | undefined {
    const { to } = this.#what.send;
    if (typeof to !== 'string') return [...new Set(to)].flatMap((id) => world.entities.rowOf(id) ?? []);
    const finding = this.#finding as Finding;
    if (!finding.isFilled) {
      finding.touch(look.touched);
      this.#filling ??= finding.fill(world);
      if (look.patience.goOn(this.#filling) === undefined) return undefined;
      this.#filling = undefined;
    }
    finding.look(world, look.whole, look.touched);
    return finding.rows;
  }
}

export const openSendPreview: Opener<'sendPreview'> = (world, what) => new SendPreviewWatch(world, what);
