import type { SavedSendsRow, SendRow, SendSpec } from '../door.ts';
import type { Json } from '../schema/field.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import { sendsOf } from './send-part.ts';
import { tapsOf } from './taps.ts';
import { periodOf, type Body, type Opener, type Watch } from './watch.ts';

const SAVED = 'SavedSends';
const LOOKS = 4;
/**
 * Ids of one send that are told, and characters of its text where it is not the one that is looked at; components with saved sends, and characters of all
 * those.
 */
const MOST_IDS = 100,
  MOST_TEXT = 500,
  MOST_SAVED = 200,
  MOST_SAVED_TEXT = 1_000_000;

/** The sends of a world with what was answered to them, and those that are saved. */
class SendsWatch implements Watch {
  readonly period: number;
  readonly #run: number | undefined;
  #told = '';
  #toldSaved: readonly SavedSendsRow[] | undefined;

  constructor(what: { readonly run?: number; readonly rate?: number }) {
    this.period = periodOf(what.rate, LOOKS);
    this.#run = what.run;
  }

  concerns(): boolean {
    return false;
  }

  look(world: LiveWorld): Body[] | undefined {
    const rows = sendRows(world, this.#run);
    const told = JSON.stringify(rows);
    const bodies: Body[] = [];
    if (told !== this.#told) bodies.push({ kind: 'sends', rows });
    const { saved, more } = savedIn(world);
    if (!isSame(saved, this.#toldSaved)) bodies.push({ kind: 'savedSends', saved, more });
    this.#told = told;
    this.#toldSaved = saved;
    return bodies;
  }
}

/** The sends of a world with what was answered to them. @param chosen of which it is told who answered what */
export function sendRows(world: LiveWorld, chosen: number | undefined): readonly SendRow[] {
  const { tallies } = tapsOf(world);
  tallies.sweep(world.real);
  return sendsOf(world).map((run) => {
    const isChosen = run.run === chosen;
    const answers = tallies.answersTo(run.run, isChosen);
    return { ...run, spec: shown(run.spec, isChosen), ...(answers === undefined ? {} : { answers }) };
  });
}

function shown(spec: SendSpec, isChosen: boolean): SendSpec {
  const to = typeof spec.to === 'string' || spec.to.length <= MOST_IDS ? spec.to : spec.to.slice(0, MOST_IDS);
  const text = isChosen || spec.text.length <= MOST_TEXT ? spec.text : `${spec.text.slice(0, MOST_TEXT)}…`;
  return { ...spec, to, text };
}

function savedIn(world: LiveWorld): { readonly saved: readonly SavedSendsRow[]; readonly more: number } {
  const store = world.stores.get(SAVED);
  const saved: SavedSendsRow[] = [];
  if (store === undefined) return { saved, more: 0 };
  const rows = store.rows();
  let left = MOST_SAVED_TEXT;
  for (const row of rows.slice(0, MOST_SAVED)) {
    const sends = store.get(row, 'Sends') as Json as SavedSendsRow['sends'];
    left -= sizeOf(sends);
    if (left < 0) break;
    const entity = store.owner[row] as number;
    saved.push({ entity: world.entities.id.get(entity), name: world.entities.name.get(entity), component: store.keyOf(row), sends });
  }
  return { saved, more: rows.length - saved.length };
}

/** Values in columns are never changed in place: what is another object may be another, and what is the same is not. */
function isSame(saved: readonly SavedSendsRow[], told: readonly SavedSendsRow[] | undefined): boolean {
  return (
    told?.length === saved.length &&
    saved.every((row, at) => {
      const old = told[at] as SavedSendsRow;
      return row.sends === old.sends && row.entity === old.entity && row.name === old.name && row.component === old.component;
    })
  );
}

function sizeOf(sends: SavedSendsRow['sends']): number {
  let size = 0;
  for (const [name, { text, to }] of Object.entries(sends)) size += name.length + text.length + (typeof to === 'string' ? to.length : 40 * to.length);
  return size;
}

export const openSends: Opener<'sends'> = (_world, what) => new SendsWatch(what);
