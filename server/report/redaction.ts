import { isUtf8 } from 'node:buffer';
import type { Json, Registry } from '../../engine/index.ts';
import { isSecretName, LEFT_OUT, partsOfHeader, withoutForms } from './secret-forms.ts';
import { SecretTexts, SHORTEST } from './secret-texts.ts';

/** Where values of a component's fields stand in JSON: by its type, the names of those that are secret. */
type SecretFields = ReadonlyMap<string, ReadonlySet<string>>;

/** Words of our own forms, which no secret takes out: what reads a report would no longer know it. */
const WORDS = [
  'worldwire/journal worldwire/snapshot worldwire/scene worldwire/recording operations command impulse undo redo spawn send stopSends revert join leave access',
  'accessChanged takenUp saving saved ran link note addEntity removeEntity updateEntity moveEntity duplicateEntity addComponent removeComponent',
  'setField patchField patchBack replace remove server browser terminal Admin Moderator Builder Guest Spectator undefined string number boolean',
  'message binary closed opened drained discarded sendFailed buffered activity listening accepted turnedAway removedEntity removedComponent property',
].join(' ');

/** Levels of JSON that are gone through. */
const MOST_LEVELS = 500;
/** What may be bytes. */
const BASE64 = /^[A-Za-z0-9+/]{15,}={0,2}$/;

/** How many values were left out, and at how many places. */
export interface LeftOut {
  readonly values: number;
  readonly places: number;
  /** How many of the values are too short to be looked for elsewhere. */
  readonly short: number;
  /** Scripts whose memory was left out, since what it holds cannot be told. */
  readonly scripts: number;
}

/** What is left out of a report. All of it is looked through first, so that what is secret in one place is left out wherever else it stands. */
export class Redaction {
  readonly #fields: SecretFields;
  readonly #words: string;
  /** What stands instead of each. */
  readonly #instead = new Map<string, string>();
  readonly #texts = new SecretTexts();
  #places = 0;
  #short = 0;
  #scripts = 0;
  #learns = true;

  /** @param registry tells which fields are secret */
  constructor(registry: Pick<Registry, 'components'>) {
    const fields = new Map<string, ReadonlySet<string>>();
    const words = [WORDS];
    for (const { name, fieldList, aliases } of registry.components.values()) {
      const secret = new Set(fieldList.filter(({ options }) => options.secret === true).map((field) => field.name));
      for (const [older, field] of Object.entries(aliases)) if (secret.has(field)) secret.add(older);
      if (secret.size > 0) fields.set(name, secret);
      words.push(name, ...fieldList.map((field) => field.name));
    }
    this.#fields = fields;
    this.#words = words.join(' ');
  }

  get leftOut(): LeftOut {
    return { values: this.#instead.size, places: this.#places, short: this.#short, scripts: this.#scripts };
  }

  /** Learns what is secret in a value of JSON, or a text. */
  learn(value: unknown): void {
    this.#learns = true;
    this.#walk(value as Json, undefined, 0);
  }

  /** A value of JSON without what is secret, with all that was learned. */
  of<T>(value: T): T {
    this.#learns = false;
    return this.#walk(value as Json, undefined, 0) as T;
  }

  /**
   * Has the memory of scripts taken out of a snapshot: it holds what they have worked with, in no form in which a secret could be told. They begin anew
   * where they are brought back without.
   */
  forgetScripts(snapshot: unknown): void {
    for (const script of scriptsOf(snapshot)) {
      if (typeof script.vm !== 'string') continue;
      script.vm = null;
      this.#scripts += 1;
    }
  }

  readonly #secret = (value: string): string => {
    if (value === '' || LEFT_OUT.test(value)) return value;
    const known = this.#instead.get(value);
    if (!this.#learns) {
      this.#places += 1;
      return known ?? this.#number(value);
    }
    if (known === undefined) {
      this.#number(value);
      for (const part of partsOfHeader(value)) this.#secret(part);
    }
    return value;
  };

  #number(value: string): string {
    const instead = `left-out-${this.#instead.size + 1}`;
    this.#instead.set(value, instead);
    if (value.length < SHORTEST) this.#short += 1;
    if (!this.#words.includes(value)) for (const form of formsOf(value)) this.#texts.add(form, instead);
    return instead;
  }

  /** @param type the component whose fields stand in it by name */
  #walk(value: Json, type: string | undefined, level: number): Json {
    if (typeof value === 'string') return this.#text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (level > MOST_LEVELS) throw new RangeError(`more than ${MOST_LEVELS} levels`);
    if (Array.isArray(value)) return this.#list(value as readonly Json[], type, level);
    const held = value as { readonly [key: string]: Json };
    // A component by its key and values, an operation, and a difference name the type in themselves.
    const own = typeOf(held['key']) ?? typeOf(held['component']);
    const { field } = held;
    const isSecretField = typeof field === 'string' && own !== undefined && this.#isSecretField(own, field);
    return Object.fromEntries(
      Object.entries(held).map(([key, each]): [string, Json] => {
        const name = this.#learns ? key : this.#text(key);
        if (isSecretField && key === 'patch' && Array.isArray(each)) return [name, this.#patch(each as readonly Json[], level + 1)];
        if (isSecretField && !NAMING.has(key)) return [name, this.#whole(each, level + 1)];
        const fields = key === 'values' ? own : type;
        if (fields !== undefined && this.#isSecretField(fields, key)) return [name, this.#whole(each, level + 1)];
        // What a driven field began with stands under the name of both.
        const [component = '', driven] = key.split('.', 2);
        const of = typeOf(component);
        if (of !== undefined && driven !== undefined && this.#isSecretField(of, driven)) return [name, this.#whole(each, level + 1)];
        if (isSecretName(key) && isTexts(each)) return [name, this.#whole(each, level + 1)];
        return [name, this.#walk(each, typeOf(key) ?? (key === 'values' ? own : undefined), level + 1)];
      }),
    );
  }

  /** Headers stand as names and values by turns, too. */
  #list(list: readonly Json[], type: string | undefined, level: number): Json {
    return list.map((each, at) => {
      const before = at === 0 ? undefined : list[at - 1];
      if (typeof each === 'string' && typeof before === 'string' && isSecretName(before) && !isSecretName(each)) return this.#secret(each);
      return this.#walk(each, type, level + 1);
    });
  }

  /** All of a value is secret: its texts, with whatever names those have, and its numbers. */
  #whole(value: Json, level: number): Json {
    if (typeof value === 'string') return this.#secret(value);
    if (typeof value === 'number') return this.#learns ? value : 0;
    if (typeof value !== 'object' || value === null) return value;
    if (level > MOST_LEVELS) throw new RangeError(`more than ${MOST_LEVELS} levels`);
    if (Array.isArray(value)) return (value as readonly Json[]).map((each) => this.#whole(each, level + 1));
    return Object.fromEntries(Object.entries(value).map(([key, each]): [string, Json] => [this.#learns ? key : this.#text(key), this.#whole(each, level + 1)]));
  }

  /** Where a step of a patch leads to is no value. */
  #patch(steps: readonly Json[], level: number): Json {
    return steps.map((step) => {
      if (typeof step !== 'object' || step === null || Array.isArray(step)) return this.#whole(step, level);
      return Object.fromEntries(
        Object.entries(step).map(([key, each]): [string, Json] => [
          key,
          key === 'value' ? this.#whole(each, level + 1) : this.#walk(each, undefined, level + 1),
        ]),
      );
    });
  }

  #isSecretField(type: string, field: string): boolean {
    return this.#fields.get(type)?.has(field) === true;
  }

  #text(text: string): string {
    if (text.length < SHORTEST) return text;
    const plain = this.#plain(text);
    return BASE64.test(plain) ? this.#bytes(plain) : plain;
  }

  #plain(text: string): string {
    return withoutForms(this.#learns ? text : this.#masked(text), this.#secret);
  }

  #masked(text: string): string {
    const masked = this.#texts.without(text);
    if (masked !== text) this.#places += 1;
    return masked;
  }

  /** What is secret may stand in bytes as well, as those of a message are written. */
  #bytes(base64: string): string {
    const bytes = Buffer.from(base64, 'base64');
    const encoding = isUtf8(bytes) ? 'utf8' : 'latin1';
    const text = bytes.toString(encoding);
    const masked = this.#plain(text);
    return masked === text ? base64 : Buffer.from(masked, encoding).toString('base64');
  }
}

/** Keys that say what a value is of, and are no part of it. */
const NAMING: ReadonlySet<string> = new Set(['op', 'kind', 'entity', 'component', 'field', 'author', 'tick', 'wall', 'change', 'path']);

/** The type of a component by its key. */
function typeOf(key: Json | undefined): string | undefined {
  return typeof key === 'string' ? /^([A-Z][A-Za-z0-9]*)(?:#\d+)?$/.exec(key)?.[1] : undefined;
}

function isTexts(value: Json): boolean {
  return typeof value === 'string' || (Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string'));
}

/** What a snapshot holds of its scripts. */
export function scriptsOf(snapshot: unknown): { vm?: unknown }[] {
  const { systems } = (snapshot ?? {}) as { readonly systems?: { readonly scripts?: { readonly scripts?: unknown } | null } };
  const scripts = systems?.scripts?.scripts;
  return Array.isArray(scripts) ? (scripts as { vm?: unknown }[]) : [];
}

/** A value as it may stand elsewhere: in a text of JSON, in one within another, in an address, and as base64. */
function formsOf(value: string): string[] {
  const inJson = JSON.stringify(value).slice(1, -1);
  return [value, inJson, JSON.stringify(inJson).slice(1, -1), inAddress(value), Buffer.from(value).toString('base64').replace(/=+$/, '')];
}

function inAddress(value: string): string {
  try {
    return encodeURIComponent(value);
  } catch {
    // Half of a pair of surrogates has no form there.
    return value;
  }
}
