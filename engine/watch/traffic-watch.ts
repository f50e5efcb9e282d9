import type { View } from '../door.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import { tapsOf } from './taps.ts';
import { TrafficList, passedEntry } from './traffic-list.ts';
import { periodOf, type Body, type Look, type Opener, type Watch } from './watch.ts';

const PER_SECOND = 10;
const MOST_ROWS = 1_000,
  MOST_TEXT = 240;

/** A window of what passed all connections, as far as it fits a filter. */
class TrafficWatch implements Watch {
  readonly period: number;
  isBusy = false;
  private readonly hold: string | undefined;
  private readonly list: TrafficList | undefined;
  private readonly isHeld: boolean;
  private offset: number;
  private limit: number;
  private told = '';
  private toldAt = 0;

  /** Throws WW_BAD_REQUEST for an expression that cannot be read, WW_LIMIT where too many hold the timeline still. */
  constructor(world: LiveWorld, what: Extract<View, { kind: 'traffic' }>) {
    this.period = periodOf(what.rate, PER_SECOND);
    this.offset = what.offset;
    this.limit = Math.min(what.limit, MOST_ROWS);
    this.hold = what.hold;
    const { ring, frozen } = tapsOf(world);
    if (ring === undefined) {
      this.isHeld = false;
      return;
    }
    // A filter that cannot be read must not leave a stand behind that nobody lets go of.
    const list = new TrafficList(world, ring, what.filter);
    this.isHeld = what.hold !== undefined;
    this.list = what.hold === undefined ? list : new TrafficList(world, frozen.take(what.hold, ring), what.filter);
  }

  concerns(): boolean {
    return false;
  }

  scroll(offset: number, limit: number): void {
    this.offset = offset;
    this.limit = Math.min(limit, MOST_ROWS);
    this.told = '';
  }

  look(world: LiveWorld, { patience }: Pick<Look, 'patience'>): Body | undefined {
    const { list } = this;
    if (list === undefined) {
      if (this.told !== '') return undefined;
      this.told = 'none';
      return { kind: 'traffic', total: 0, offset: 0, rows: [], kept: null };
    }
    this.isBusy = patience.goOn(list.finding()) === undefined;
    // While a search goes on, what is found is told some times a second, and not after each of its parts: telling would take the time of looking.
    if (this.isBusy && this.told !== '' && world.real - this.toldAt < this.period) return undefined;
    const { total, ring } = list;
    const offset = Math.max(0, Math.min(this.offset, total - this.limit));
    const seqs: number[] = [];
    for (let place = Math.min(total, offset + this.limit) - 1; place >= offset; place--) {
      const seq = list.seqAt(place);
      if (seq !== undefined && ring.has(seq)) seqs.push(seq);
    }
    // Of a search that has found nothing yet there is nothing to be seen.
    if (this.isBusy && this.told === '' && total === 0) return undefined;
    const told = `${total} ${offset} ${seqs[0] ?? 0} ${seqs.at(-1) ?? 0} ${seqs.length} ${list.isWhole}`;
    if (told === this.told) return undefined;
    this.told = told;
    this.toldAt = world.real;
    return {
      kind: 'traffic',
      total,
      offset,
      rows: seqs.map((seq) => passedEntry(world, ring, seq, MOST_TEXT)),
      kept: [ring.oldest, ring.next - 1],
      ...(list.isWhole ? {} : { searching: true as const }),
    };
  }

  end(world: LiveWorld): void {
    if (this.isHeld && this.hold !== undefined) tapsOf(world).frozen.leave(this.hold, world.real);
  }
}

export const openTraffic: Opener<'traffic'> = (world, what) => new TrafficWatch(world, what);
