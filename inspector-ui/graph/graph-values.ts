import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { Json, PortValue } from '../../server/protocol.ts';
import { Cell, Follow } from '../cells/cell.ts';
import { recall, remember } from '../cells/memory.ts';
import { glyph } from '../controls/glyphs.ts';
import '../controls/sparkline.ts';
import { controls } from '../controls/styles.ts';
import { session } from '../session/session.ts';
import type { ViewHandle } from '../session/view-book.ts';
import { portKey } from '../graph-model/ports.ts';
import type { Drawing, PortAt } from './drawing.ts';
import type { PanZoom } from './pan-zoom.ts';
import { shortNumber, valueWords } from './value-words.ts';

/** Values that a pin remembers for its plot, and pins of one graph. */
const KEPT = 60,
  MOST_PINS = 24;
/** How long the pointer rests on a port before its value is asked for, in milliseconds. */
const REST = 120;
/** How near to the edge of the picture a value comes, in pixels. */
const EDGE = 4;

/** What is known of a port's value now. */
interface Seen {
  readonly value: PortValue;
  readonly at: number;
  readonly history: readonly number[];
}

/** A port as the view of values names it: 'node.Port' an output, 'node<Port' an input; of a closed frame that of the node inside. */
function portName({ scene }: Drawing, at: PortAt): string | undefined {
  const part = at.key.slice(0, at.key.indexOf(':'));
  let { node } = at,
    port = at.key.slice(part.length + 1);
  if (scene.shapes.get(node)?.kind === 'closed') [node = '', port = ''] = [port.slice(0, port.indexOf('.')), port.slice(port.indexOf('.') + 1)];
  return part === 'out' ? `${node}.${port}` : part === 'in' ? `${node}<${port}` : undefined;
}

/** The values of ports that somebody points at or has pinned, beside those ports. Nothing is asked for while there are none. */
@customElement('ww-graph-values')
export class GraphValues extends LitElement {
  static override styles = [
    controls,
    css`
    :host { position: absolute; inset: 0; pointer-events: none; overflow: hidden; z-index: 4; }
    .value { position: absolute; left: 0; top: 0; display: flex; align-items: center; gap: 6px; background: var(--raised);
      border: 1px solid var(--line-strong);
      border-radius: 6px; padding: 2px 8px; box-shadow: 0 6px 20px #0003; font: var(--mono); max-width: 340px; white-space: nowrap; min-height: 24px; }
    .value small { color: var(--faint); font: var(--small); font-size: 11px; }
    .value .words { overflow: hidden; text-overflow: ellipsis; }
    .value.pin { pointer-events: auto; }
    .value i { width: 10px; height: 10px; border-radius: 3px; flex: none; }
    .value button { min-height: 18px; width: 18px; }
    ww-sparkline { width: 70px; height: 18px; }
  `,
  ];
  @property({ attribute: false }) drawing!: Drawing;
  @property({ attribute: false }) view!: PanZoom;
  @property({ type: Number }) seen = 0;
  @state() private hovered: PortAt | null = null;
  readonly pins = new Cell<readonly PortAt[]>([]);
  readonly #values = new Map<string, Seen>();
  #handle: ViewHandle | undefined;
  #asked = '';
  #rest: ReturnType<typeof setTimeout> | undefined;
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    new Follow(this, this.pins, session.past);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#rest);
    clearInterval(this.#clock);
    this.#handle?.close();
    this.#handle = undefined;
    this.#asked = '';
  }

  /** Whether it shows anything. */
  get isBusy(): boolean {
    return this.hovered !== null || this.pins.value.length > 0;
  }

  /** The pointer is at a port, or at none. */
  point(port: PortAt | null): void {
    if (port?.node === this.hovered?.node && port?.key === this.hovered?.key) return;
    clearTimeout(this.#rest);
    if (port === null) this.hovered = null;
    else
      this.#rest = setTimeout(() => {
        this.hovered = port;
      }, REST);
  }
  /** Keeps a port's value in view, or no more. */
  pin(port: PortAt): void {
    const others = this.pins.value.filter(({ node, key }) => node !== port.node || key !== port.key);
    this.pins.value = others.length < this.pins.value.length ? others : [...others, port].slice(-MOST_PINS);
    remember(
      this.#memory,
      this.pins.value.map(({ node, key }) => ({ node, key })),
    );
  }
  get #memory(): string {
    const { entity, component } = this.drawing.store;
    return `pins.${session.world.value}.${entity}.${component}`;
  }

  override firstUpdated(): void {
    const known = recall(this.#memory);
    if (Array.isArray(known)) this.pins.value = (known as readonly unknown[]).filter(isPort).slice(0, MOST_PINS);
  }
  override willUpdate(_changed: PropertyValues): void {
    this.#ask();
  }

  override render(): TemplateResult {
    const hovered = this.hovered;
    const isPinned = hovered !== null && this.pins.value.some(({ node, key }) => node === hovered.node && key === hovered.key);
    return html`${this.pins.value.map((port) => this.#card(port, true))}${hovered === null || isPinned ? nothing : this.#card(hovered, false)}`;
  }

  #card(port: PortAt, isPinned: boolean): TemplateResult | typeof nothing {
    const place = this.drawing.scene.port(port.node, port.key);
    const name = portName(this.drawing, port);
    if (place === undefined || name === undefined) return nothing;
    const { k, x, y } = this.view;
    const at = { x: place.x * k + x, y: place.y * k + y };
    const known = this.#values.get(name);
    const isOut = port.key.startsWith('out:');
    const label = port.key.slice(port.key.indexOf(':') + 1);
    const { width, height } = this.view;
    const transform = `translate(${within(at.x, isOut ? 14 : -6, width)},${within(at.y, isOut ? -12 : 16 * k, height)})`;
    return html`<div class="value ${isPinned ? 'pin' : ''}" style=${styleMap({ transform })} role="status">
      <small>${label === '*' ? '' : label} ${isPinned ? '' : this.#type(port)}</small>${
        known === undefined
          ? html`<small>not needed since one looks</small>`
          : html`${this.#swatch(known.value)}<span class="words">${wordsOf(known.value)}</span>${
              isPinned && known.history.length > 1
                ? html`<ww-sparkline .values=${known.history.map((each) => each - Math.min(...known.history))} .slots=${KEPT}></ww-sparkline>`
                : nothing
            }<small>${this.#age(known)}</small>`
      }${isPinned ? this.#putAway(port, name) : nothing}</div>`;
  }
  #type({ node, key }: PortAt): string {
    return this.drawing.scene.rowsOf(node).find((row) => portKey(row) === key)?.type ?? '';
  }
  #putAway(port: PortAt, name: string): TemplateResult {
    return html`<button class="icon" title="Put away" aria-label="Put away ${name}" @click=${() => this.pin(port)}>${glyph('close')}</button>`;
  }
  #swatch({ type, value }: PortValue): TemplateResult | typeof nothing {
    if (type !== 'color' || !Array.isArray(value)) return nothing;
    const [r = 0, g = 0, b = 0] = (value as readonly Json[]).map((each) => (typeof each === 'number' ? Math.round(Math.min(1, Math.max(0, each)) * 255) : 0));
    return html`<i style=${styleMap({ background: `rgb(${r} ${g} ${b})` })}></i>`;
  }
  #age({ at }: Seen): string {
    if (session.past.value !== null) return '';
    const age = performance.now() - at;
    return age < 250 ? '' : age < 1_000 ? `${Math.round(age / 50) * 50} ms ago` : age < 60_000 ? `${Math.round(age / 1_000)} s ago` : 'over a minute ago';
  }

  /** Looks at the ports that are shown, and at no others. */
  #ask(): void {
    const ports = [...this.pins.value, ...(this.hovered === null ? [] : [this.hovered])]
      .filter(({ node }) => this.drawing.store.nodes.has(node))
      .flatMap((port) => portName(this.drawing, port) ?? []);
    const wanted = [...new Set(ports)];
    const asked = wanted.join('\n');
    if (asked === this.#asked) return;
    this.#asked = asked;
    clearInterval(this.#clock);
    if (wanted.length === 0) {
      this.#handle?.close();
      this.#handle = undefined;
      return;
    }
    this.#clock = setInterval(() => this.requestUpdate(), 500);
    const { entity, component } = this.drawing.store;
    const what = { kind: 'ports', entity, component, ports: wanted } as const;
    if (this.#handle !== undefined) {
      this.#handle.change(what);
      return;
    }
    this.#handle = session.watch(what, (update) => {
      if (update.kind !== 'ports') return;
      const now = performance.now();
      for (const [port, value] of Object.entries(update.values)) {
        const history = this.#values.get(port)?.history ?? [];
        this.#values.set(port, { value, at: now, history: typeof value.value === 'number' ? [...history, value.value].slice(-KEPT) : [] });
      }
      this.requestUpdate();
    });
  }
}

/**
 * Where what stands beside a port begins, along one axis: all of it is in the picture while the port is. Parts of a hundred are of its own size there, which
 * nobody else knows before it is drawn.
 */
function within(port: number, beside: number, room: number): string {
  const there = `${port + beside}px`;
  return port < 0 || port > room ? there : `max(${EDGE}px, min(${there}, ${room - EDGE}px - 100%))`;
}
function wordsOf({ value, cut }: PortValue): string {
  return `${typeof value === 'number' ? shortNumber(value) : valueWords(value)}${cut === true ? '…' : ''}`;
}
function isPort(value: unknown): value is PortAt {
  return typeof value === 'object' && value !== null && typeof (value as PortAt).node === 'string' && typeof (value as PortAt).key === 'string';
}
