import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Json, TraceStep } from '../../server/protocol.ts';
import { Follow } from '../cells/cell.ts';
import { controls } from '../controls/styles.ts';
import { grouped, plural } from '../controls/words.ts';
import { personName } from '../session/people-names.ts';
import { session } from '../session/session.ts';
import { ownerOf } from '../session/stop-owner.ts';
import type { Debugging } from './debugging.ts';
import type { Drawing } from './drawing.ts';
import { valueWords } from './value-words.ts';

/** Steps of the tick that are listed around the one that is shown. */
const AROUND = 60;

/** The tick that a breakpoint stopped: where its chains went, step by step, and what every port held there. */
@customElement('ww-graph-debug')
export class GraphDebug extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: grid; grid-template: auto auto minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; min-width: 0; background: var(--panel);
      border-left: 1px solid var(--line); }
    .head { padding: 8px 12px 2px; }
    .head b { display: block; }
    .acts { display: flex; flex-wrap: wrap; gap: 4px; padding: 4px 12px 8px; border-bottom: 1px solid var(--line); }
    .acts[hidden] { display: none; }
    .acts button { padding: 2px 7px; }
    .body { overflow: auto; overscroll-behavior: contain; }
    h3 { margin: 8px 12px 2px; font: 600 12px/1.4 var(--sans); color: var(--soft); }
    dl { margin: 0; padding: 0 12px; display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 2px 10px; font: var(--small); }
    dt { color: var(--soft); }
    dd { margin: 0; font: var(--mono); overflow-wrap: anywhere; user-select: text; }
    ol, ul { list-style: none; margin: 0; padding: 2px 0 10px; }
    li button { width: 100%; justify-content: flex-start; border-radius: 0; min-height: 22px; font: var(--small); padding: 1px 12px; gap: 5px; }
    li button[aria-current='true'] { background: var(--selected); font-weight: 600; }
    li .hit { color: var(--denied-ink); }
    p { margin: 4px 12px; color: var(--soft); }
  `,
  ];
  @property({ attribute: false }) drawing!: Drawing;
  @property({ attribute: false }) debugging!: Debugging;
  #isFollowing = false;

  override willUpdate(): void {
    const { traced, at, fault, stops, standing, unchecked } = this.debugging;
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    new Follow(this, traced, at, fault, stops, standing, unchecked, session.run, session.past);
  }
  override updated(): void {
    this.renderRoot.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' });
  }

  override render(): TemplateResult {
    const { debugging } = this;
    const traced = debugging.traced.value,
      step = debugging.step;
    if (traced === null || step === undefined)
      return html`<div class="head"><b>${debugging.stops.value.size === 0 ? 'No breakpoints' : plural(debugging.stops.value.size, 'breakpoint')}</b></div>
        <div class="acts" ?hidden=${debugging.stops.value.size === 0}><button class="boxed" @click=${() => debugging.clear()}>Remove all</button></div>
        <div class="body">${this.#waits()}${this.#stops()}</div>`;
    const at = debugging.at.value;
    const first = Math.max(0, at - AROUND);
    const others = traced.left === undefined ? '' : `, ${plural(traced.left, 'other')} left out`;
    const place = `step ${at + 1} of ${traced.steps.length}${others}, for ${personName(step.acting)}`;
    return html`<div class="head" role="status"><b>Stopped in tick ${grouped(traced.at)}</b>${this.#whose()}<span class="soft">${place}</span></div>
      <div class="acts" role="toolbar" aria-label="Debugger">
        <button class="primary" title="Go on (F8)" @click=${() => void debugging.goOn()}>Go on</button>
        <button class="boxed" title="The next step that does not stand in this one (F10)" @click=${() => debugging.over()}>Over</button>
        <button class="boxed" title="The next step (F9)" @click=${() => debugging.into()}>Into</button>
        <button class="boxed" title="Out of what this step stands in (Shift-F9)" @click=${() => debugging.out()}>Out</button>
        <button class="boxed" title="One step back (Shift-F8)" ?disabled=${at === 0} @click=${() => debugging.back()}>Back</button>
        <button class="boxed" title="One tick further" @click=${() => void debugging.tick()}>Tick</button>
      </div>
      <div class="body">
        ${this.#values('Came by', step.by === undefined ? undefined : { [step.by.node]: step.by.exit })}
        ${this.#values('Given', step.in)}${this.#values('Pulled for that', step.pulled)}${this.#values('Holds after it', step.out)}
        <h3>Steps of this tick</h3>
        <ol>${repeat(
          traced.steps.slice(first, at + AROUND),
          (_, index) => first + index,
          (each, index) => this.#row(each, first + index),
        )}</ol></div>`;
  }

  /** Whose breakpoints it stands at, whether set here or elsewhere. */
  #whose(): TemplateResult {
    const { debugging, drawing } = this;
    if (!debugging.isStanding) return html`<p>The world has gone on since.</p>`;
    return html`${debugging.standing.value.map((stop) => html`<p>By ${ownerOf(stop)} breakpoint at ${drawing.title(stop.node)} (${stop.node}).</p>`)}`;
  }

  /** The breakpoints that are set here, each with what keeps it from being looked at. */
  #stops(): TemplateResult {
    const { debugging, drawing } = this;
    return html`<ul aria-label="Breakpoints">${Array.from(debugging.stops.value, ([node, when]) => {
      const unchecked = debugging.unchecked.value.get(node);
      return html`<li><button @click=${() => drawing.select([node])}><span class="clip">${drawing.title(node)}</span><span
        class="faint mono clip">${node}</span></button>${when === '' ? nothing : html`<p class="mono">${when}</p>`}${
          unchecked === undefined
            ? nothing
            : html`<p class="fault" role="alert">In tick ${grouped(
                unchecked,
              )} its condition was not looked at each time: so much came to it that those of this world took all that a tick has for them. The world may
                have passed what you wait for. Set it at a node that is come to more seldom.</p>`
        }</li>`;
    })}</ul>`;
  }

  /** What is said while nothing is stopped. */
  #waits(): TemplateResult {
    const fault = this.debugging.fault.value;
    if (fault !== '') return html`<p class="fault" role="alert">${fault}</p>`;
    if (this.debugging.stops.value.size === 0)
      return html`<p role="status">Select a node and press <b>B</b>, or take <i>Breakpoint</i> in its menu (right button). The world is paused after the tick
        in which an impulse comes to that node.</p>`;
    return html`<p role="status">The world goes on until an impulse comes to one of them, and is paused then.</p>`;
  }

  #values(heading: string, values: { readonly [port: string]: Json } | undefined): TemplateResult | typeof nothing {
    const all = Object.entries(values ?? {});
    if (all.length === 0) return nothing;
    const words = (value: Json): string => (typeof value === 'string' && heading === 'Came by' ? value : valueWords(value));
    const rows = all.map(([port, value]) => html`<dt>${port === '*' ? 'itself' : port}</dt><dd>${words(value)}</dd>`);
    return html`<h3>${heading}</h3><dl>${rows}</dl>`;
  }

  #row({ node, entrance, depth, chain }: TraceStep, index: number): TemplateResult {
    const { debugging, drawing } = this;
    const isHit = debugging.traced.value?.hit === index;
    return html`<li><button aria-current=${index === debugging.at.value} style="padding-left:${12 + Math.min(depth, 12) * 12}px"
      @click=${() => debugging.go(index)}>
      ${isHit ? html`<span class="hit" title="The breakpoint">●</span>` : nothing}<span class="clip">${drawing.title(node)}</span><span
        class="faint mono clip">${node}${
          entrance === '' ? ' goes on' : entrance === '*' ? '' : `.${entrance}`
        }</span><span class="grow"></span><span class="faint">${chain}</span></button></li>`;
  }
}
