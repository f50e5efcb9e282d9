/** A world's past as its journal has it on disk, and as memory keeps it, written step by step beside a record of what each step made of it. */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import {
  createDoor,
  createRegistry,
  openScene,
  restoreWorld,
  type EntityDetail,
  type FieldPlace,
  type Json,
  type LocalDoor,
  type Step,
} from '../../../engine/index.ts';
import type { ChainLink } from '../../../server/journal/journal-chain.ts';
import { logFile, snapshotFile } from '../../../server/journal/journal-folder.ts';
import { writeSnapshot } from '../../../server/journal/snapshot-file.ts';
import type { FieldHistory } from '../../../server/past/field-change.ts';
import { JournalSearch, type Found } from '../../../server/past/journal-search.ts';
import { quickJs } from '../../../sandbox/quickjs.ts';
import { recordsOf, RECORDING_VERSION, seal } from '../../../server/recording/recording.ts';

export const registry = createRegistry({ sandbox: quickJs });

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** What a field was after a step; undefined where it was not there. */
export interface Recorded {
  readonly tick: number;
  readonly value: Json | undefined;
  /** Who had given the step something to do. */
  readonly users: readonly string[];
}

export class WrittenPast {
  readonly chain: ChainLink[] = [];
  /** What each step, the beginning included, made of the fields that are recorded. */
  readonly records = new Map<string, Recorded[]>();
  readonly door: LocalDoor;
  readonly #places: readonly FieldPlace[];
  #lines: string[] = [];
  #sum = '';
  #seq = 0;
  #tick = 0;
  #real = 0;
  folder = '';

  constructor(entities: readonly object[], places: readonly FieldPlace[]) {
    const text = JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Test', entities });
    this.door = createDoor(openScene(text, { registry, id: 'w' }).world);
    this.#places = places;
  }

  get to(): number {
    return this.#tick;
  }
  get real(): number {
    return this.#real;
  }

  async begin(): Promise<this> {
    folders.push((this.folder = await mkdtemp(join(tmpdir(), 'worldwire-test-'))));
    await this.#record([]);
    await this.segment();
    return this;
  }

  /** Another segment begins here. @param isWhole whether its state is on the disk */
  async segment(isWhole = true): Promise<void> {
    await this.write();
    const segment = this.chain.length + 1;
    const after = this.#sum;
    this.#lines = [];
    this.#sum = '';
    const head = {
      format: 'worldwire/journal',
      version: 1,
      world: 'w',
      name: 'w',
      epoch: 'e',
      mode: 'all' as const,
      segment,
      seq: this.#seq,
      tick: this.#tick,
      tickRate: 60,
      after,
      scene: '',
      real: this.#real,
      wall: 1_000_000 + this.#real,
      engine: '0',
      node: process.version,
      started: '',
    };
    this.#append(head);
    const { text } = await this.door.ask({ ask: 'snapshot' });
    if (isWhole)
      await writeSnapshot(
        snapshotFile(this.folder, segment),
        (async function* () {
          yield text;
        })(),
      );
    this.chain.push({ segment, tick: this.#tick, epoch: 'e', after });
  }

  async live(given: Pick<Step, 'mode' | 'inputs'>, isWritten = true): Promise<void> {
    const step: Step = { ...given, real: (this.#real += 17), wall: 1_000_000 + this.#real };
    if (isWritten)
      for (const record of recordsOf(step)) this.#append({ v: RECORDING_VERSION, world: 'w', epoch: 'e', seq: this.#seq++, tick: this.#tick, ...record });
    const { tick } = this.door.step(step);
    this.#tick = tick;
    await this.#record(step.inputs.map(({ author }) => author.userId));
  }

  /** From here on messages and time are left out. */
  shed(): void {
    this.#append({ seq: this.#seq++, shed: this.#tick });
  }

  /** Another's hand in the log of a segment that is over. */
  async damage(segment: number, hurt: (lines: string[]) => void): Promise<void> {
    const file = logFile(this.folder, segment);
    const lines = (await readFile(file, 'utf8')).split('\n');
    hurt(lines);
    await writeFile(file, lines.join('\n'));
  }

  async write(): Promise<void> {
    if (this.#lines.length > 0) await writeFile(logFile(this.folder, this.chain.length), this.#lines.join(''));
  }

  /** When a field changed, by a search through all that is kept, as somebody has it who asks on and on. */
  async search(place: FieldPlace, limit = 5, until?: number): Promise<{ readonly first: Found; readonly all: FieldHistory['changes']; readonly last: Found }> {
    await this.write();
    const all: FieldHistory['changes'][number][] = [];
    let first: Found | undefined;
    for (let before: Found['next']; ;) {
      const question = { ...place, limit, ...(before === undefined ? (until === undefined ? {} : { until }) : { before }) };
      const search = new JournalSearch((text) => restoreWorld(text, registry), { folder: this.folder, chain: this.chain, to: this.#tick, question });
      let progress = await search.on(5);
      while (progress.found === undefined) progress = await search.on(5);
      const { found } = progress;
      first ??= found;
      all.push(...found.changes);
      if (found.next === undefined) return { first, all, last: found };
      before = found.next;
    }
  }

  recordOf(place: FieldPlace): readonly Recorded[] {
    return this.records.get(JSON.stringify(place)) ?? [];
  }

  #append(content: object): void {
    const { line, sum } = seal(this.#sum, content);
    this.#sum = sum;
    this.#lines.push(`${line}\n`);
  }

  async #record(users: readonly string[]): Promise<void> {
    for (const place of this.#places) {
      const key = JSON.stringify(place),
        known = this.records.get(key) ?? [];
      const detail = await this.door.ask({ ask: 'entity', entity: place.entity }).catch(() => undefined);
      known.push({ tick: this.#tick, value: detail === undefined ? undefined : valueOf(detail, place), users });
      this.records.set(key, known);
    }
  }
}

function valueOf(detail: EntityDetail, { component, field }: FieldPlace): Json | undefined {
  if (component !== '') return detail.components[component]?.[field];
  return field === 'parent' ? (detail.path.at(-2)?.id ?? null) : (detail as unknown as { readonly [property: string]: Json })[field];
}
