import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { EntityDetail, FieldValues } from '../../server/protocol.ts';
import { session } from './session.ts';
import type { ViewHandle } from './view-book.ts';
import { sameJson } from '../../engine/same-json.ts';

/** Who brought a value that is shown, by `Component.Field` (`.name` for what belongs to the entity itself): a user id. What a system wrote has none. */
export type Authors = ReadonlyMap<string, string>;

const OWN = ['name', 'parent', 'tag', 'active', 'persistent', 'orderOffset'] as const;

/** One entity with all its fields, kept up to date for as long as its element is in the page. */
export class EntityWatch implements ReactiveController {
  entity: EntityDetail | null = null;
  /** It was there and is no more, or never was. */
  gone = false;
  readonly #host: ReactiveControllerHost;
  readonly #authors = new Map<string, string>();
  #id: string | null = null;
  #handle: ViewHandle | undefined;
  #connected = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Always the same map, so that nothing is drawn anew for it. */
  get authors(): Authors {
    return this.#authors;
  }

  show(id: string | null): void {
    if (id === this.#id) return;
    this.#id = id;
    this.entity = null;
    this.gone = false;
    this.#authors.clear();
    this.#apply();
  }

  hostConnected(): void {
    this.#connected = true;
    this.#apply();
  }
  hostDisconnected(): void {
    this.#connected = false;
    this.#apply();
  }

  #apply(): void {
    this.#handle?.close();
    this.#handle = undefined;
    const id = this.#id;
    if (!this.#connected || id === null) return;
    this.#handle = session.watch({ kind: 'entity', entity: id }, (update) => {
      if (update.kind === 'entity') {
        this.#credit(update.whole, update.by);
        this.entity = kept(this.entity, update.whole);
        this.gone = false;
      } else if (update.kind === 'fields' && this.entity !== null) {
        for (const [key, values] of Object.entries(update.changed)) for (const field of Object.keys(values)) this.#by(`${key}.${field}`, update.by);
        this.entity = { ...this.entity, components: merged(this.entity.components, update.changed) };
      } else if (update.kind === 'gone' || update.kind === 'fault') {
        this.gone = true;
      } else return;
      this.#host.requestUpdate();
    });
  }

  #by(place: string, author: string | undefined): void {
    if (author === undefined) this.#authors.delete(place);
    else this.#authors.set(place, author);
  }

  /** Notes who brought each value that is another than before. */
  #credit(whole: EntityDetail, by: string | undefined): void {
    const before = this.entity;
    if (before === null) return;
    for (const name of OWN) if (before[name] !== whole[name]) this.#by(`.${name}`, by);
    for (const [key, values] of Object.entries(whole.components))
      for (const [field, value] of Object.entries(values)) if (!sameJson(before.components[key]?.[field], value)) this.#by(`${key}.${field}`, by);
  }
}

function merged(components: EntityDetail['components'], changed: EntityDetail['components']): EntityDetail['components'] {
  const out: { [key: string]: FieldValues } = { ...components };
  for (const [key, values] of Object.entries(changed)) {
    const before = components[key];
    if (before !== undefined) out[key] = { ...before, ...values };
  }
  return out;
}

/** The whole again, with the old objects where nothing in them is another: what shows them is not drawn anew. */
function kept(before: EntityDetail | null, whole: EntityDetail): EntityDetail {
  if (before === null) return whole;
  const components: { [key: string]: FieldValues } = {};
  for (const [key, values] of Object.entries(whole.components)) {
    const old = before.components[key];
    components[key] = old !== undefined && sameJson(old, values) ? old : values;
  }
  return { ...whole, components, driven: sameJson(before.driven, whole.driven) ? before.driven : whole.driven };
}
