import { html, nothing, type TemplateResult } from 'lit';
import { glyph } from '../controls/glyphs.ts';
import { openMenu } from '../controls/menu.ts';
import { stateDot } from '../controls/states.ts';
import { grouped, plural } from '../controls/words.ts';
import { select } from '../session/place.ts';
import type { Drawing } from './drawing.ts';

/** What stands beside the picture. */
export type Panel = 'text' | 'debug';

/** What the bar of a graph tells, and does. */
export interface BarOf {
  readonly name: string;
  readonly entity: string;
  readonly component: string;
  readonly closes: boolean;
  readonly panel: Panel | null;
  readonly drawing: Drawing | undefined;
  /** Impulses a second. */
  readonly fires: number;
  /** Its world is paused, and what is shown is not its past. */
  readonly isPaused: boolean;
  /** How many breakpoints there are. */
  readonly stops: number;
  leave(): void;
  fit(): void;
  add(): void;
  tidy(): void;
  find(): void;
  show(what: Panel): void;
}

/** Whose graph it is, how it does, and what can be done with it. */
export function graphBar(of: BarOf): TemplateResult {
  const { drawing, name, panel } = of;
  const count = drawing?.store.nodes.size ?? 0,
    isLocked = drawing?.locked.value !== false;
  return html`<div class="bar" role="toolbar" aria-label="Graph">
    ${of.closes ? html`<button class="icon" title="All graphs" aria-label="All graphs" @click=${() => of.leave()}>${glyph('back')}</button>` : nothing}
    <button class="name clip" title="Select ${name}" @click=${() => select(of.entity, { show: true })}>${name}</button>
    <span class="faint clip words">${of.component === 'Flow' ? '' : `${of.component} · `}${plural(count, 'node')}</span>
    ${state(of)}${isLocked && drawing !== undefined ? html`<span class="pill words" title=${drawing.why}>look only</span>` : nothing}
    <span class="grow"></span>
    <button class="boxed" ?disabled=${isLocked} title=${drawing?.why || 'Add a node (Space)'} @click=${() => of.add()}>Add</button>
    <button class="boxed tool" title="Find in graphs (Ctrl-F)" @click=${() => of.find()}>Find</button>
    <button class="boxed tool" title="Fit all (Home)" @click=${() => of.fit()}>Fit</button>
    <button class="boxed tool" ?disabled=${isLocked || count === 0} title="Lay out what is selected, or all of it (L)" @click=${() => of.tidy()}>Tidy</button>
    <button class="boxed" aria-pressed=${panel === 'text'} title="As text (T)" @click=${() => of.show('text')}>Text</button>
    <button class="icon less" aria-haspopup="menu" aria-label="Find, fit, tidy" title="Find, fit, tidy" @click=${(event: Event) =>
      openMenu(event, [
        { label: 'Find in graphs…', hint: 'Ctrl-F', run: () => of.find() },
        { label: 'Fit all', hint: 'Home', run: () => of.fit() },
        { label: 'Tidy up', hint: 'L', disabled: isLocked || count === 0, run: () => of.tidy() },
      ])}>${glyph('more')}</button>
    ${
      of.stops === 0 && panel !== 'debug'
        ? nothing
        : html`<button class="boxed" aria-pressed=${panel === 'debug'} title="Breakpoints, and the tick that one of them stopped"
            @click=${() => of.show('debug')}><i class="stop"></i>${of.stops}</button>`
    }
  </div>`;
}

function state({ drawing, fires, isPaused }: BarOf): TemplateResult | typeof nothing {
  const value = drawing?.store.state.value;
  if (value === null || value === undefined) return nothing;
  const { faults, runs, waits } = value;
  const rate = fires >= 1 ? ` · ${grouped(Math.round(fires))} fires/s` : '';
  const isEmpty = drawing?.store.nodes.size === 0;
  const words = faults > 0 ? plural(faults, 'fault') : isEmpty ? 'nothing to run' : runs ? (isPaused ? 'paused' : `runs${rate}`) : 'stands still';
  const dot = stateDot(faults > 0 ? 'Denied' : runs && !isEmpty && !isPaused ? 'Open' : 'Idle');
  return html`<span class="pill" role="status">${dot}${words}</span>${
    waits > 0 ? html`<span class="pill words">${stateDot('WaitingToRetry')}${plural(waits, 'chain')} ${waits === 1 ? 'waits' : 'wait'}</span>` : nothing
  }`;
}
