import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Follow, Listen } from '../session/cell.ts';
import { session } from '../session/session.ts';
import { redo, save, setSpeed, step, togglePause, undo } from './actions.ts';
import { glyph } from './glyphs.ts';
import { foldPane, layout, type PaneName } from './layout.ts';
import { openMenu, type MenuItem } from './menu.ts';
import './people.ts';
import './sparkline.ts';
import { controls } from './styles.ts';
import { theme, type Theme } from './theme.ts';
import './tick-time.ts';
import { grouped } from './words.ts';

const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 4, 8];
const THEMES: readonly [Theme, string][] = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

/** The bar at the top: which world, how it runs, what can be taken back, who is here. */
@customElement('ww-top-bar')
export class TopBar extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; }
    header { display: flex; align-items: center; gap: 12px; min-height: 44px; padding: 0 12px 0 14px; background: var(--panel); border-bottom: 1px solid var(--line); white-space: nowrap; overflow: hidden; }
    .brand { display: flex; gap: 8px; align-items: center; font-weight: 650; letter-spacing: .1px; }
    .brand i { width: 18px; height: 18px; border-radius: 5px; background: conic-gradient(from 200deg, var(--accent), var(--open), var(--accent)); }
    .buttons { display: flex; border: 1px solid var(--line); border-radius: var(--radius); flex: none; }
    .buttons button { border: 0; border-radius: 0; padding: 3px 10px; color: var(--soft); border-right: 1px solid var(--line); min-height: 28px; }
    .buttons button:first-child { border-radius: 5px 0 0 5px; }
    .buttons button:last-child { border-right: 0; border-radius: 0 5px 5px 0; }
    .buttons button[aria-pressed='true'] { background: var(--accent-soft); color: var(--accent-ink); }
    .buttons button:disabled { opacity: 1; color: color-mix(in srgb, var(--faint) 55%, transparent); }
    /* As wide saved as unsaved, so that the buttons beside it stay where they are. */
    .save { flex: none; width: 88px; }
    .save:disabled { opacity: 1; color: var(--faint); background: none; border-color: transparent; }
    .save.unsaved { color: var(--unsaved-ink); }
    .facts { display: flex; gap: 10px; align-items: center; color: var(--soft); font: var(--small); min-width: 0; }
    .late { color: var(--retry-ink); }
    .world { flex: none; max-width: 220px; }
    @media (max-width: 1280px) { ww-sparkline { display: none; } }
    @media (max-width: 1000px) { .folds { display: none; } }
    @media (max-width: 860px) {
      header { flex-wrap: wrap; gap: 6px 8px; padding: 6px 10px; }
      .brand span, .facts { display: none; }
      .world { max-width: 130px; }
      .buttons button { padding: 3px 8px; }
      .grow { display: none; }
      ww-people { margin-left: auto; }
      .buttons, .light { order: 1; }
      .light { margin-left: auto; }
    }
  `,
  ];
  #times: number[] = [];
  #world = '';

  constructor() {
    super();
    new Follow(this, session.world, session.worlds, session.run, session.status, session.me, session.phase, theme, layout);
    new Listen(this, session.run, () => {
      const run = session.run.value;
      if (run === null) return;
      if (run.world !== this.#world) this.#times = [];
      this.#world = run.world;
      this.#times = [...this.#times.slice(-59), run.tickTime];
    });
  }

  override render(): TemplateResult {
    const run = session.run.value,
      status = session.status.value;
    const edit = session.mayEdit && session.phase.value === 'online';
    const paused = run?.paused ?? false;
    return html`<header>
      <span class="brand"><i></i><span>Worldwire</span></span>
      <button class="pill clip world" aria-haspopup="menu" aria-label="World: ${this.#title()}" ?disabled=${session.worlds.value.length === 0} @click=${this.#pickWorld}><span class="clip">${this.#title()}</span>${glyph('down')}</button>
      <button class="pill save ${status?.unsaved === true ? 'unsaved' : ''}" aria-label=${status?.unsaved === true ? 'Unsaved, save' : 'Saved'} title=${status?.unsaved === true ? 'Save (Ctrl-S)' : 'Nothing has been edited since it was saved'} ?disabled=${!edit || status?.unsaved !== true} @click=${save}>${status?.unsaved === true ? html`<span aria-hidden="true">●</span> unsaved` : 'saved'}</button>
      <span class="buttons" role="group" aria-label="Time">
        <button aria-pressed=${!paused} aria-label="Run" title="Run (F8)" ?disabled=${!edit} @click=${() => (paused ? togglePause() : undefined)}>${glyph('play')} Run</button>
        <button aria-pressed=${paused} aria-label="Pause" title="Pause (F8)" ?disabled=${!edit} @click=${() => (paused ? undefined : togglePause())}>${glyph('pause')}</button>
        <button title="One tick" ?disabled=${!edit || !paused} @click=${step}>Step</button>
        <button aria-haspopup="menu" aria-label="Speed ${run?.speed ?? 1} times" title="Speed" ?disabled=${!edit} @click=${this.#pickSpeed}>${run?.speed ?? 1}×</button>
      </span>
      <span class="buttons" role="group" aria-label="History">
        <button aria-label="Undo" title=${status?.undo ? `Undo ${status.undo} (Ctrl-Z)` : 'Nothing of yours to undo'} ?disabled=${!edit || !status?.undo} @click=${undo}>${glyph('undo')}</button>
        <button aria-label="Redo" title=${status?.redo ? `Redo ${status.redo} (Ctrl-Shift-Z)` : 'Nothing to redo'} ?disabled=${!edit || !status?.redo} @click=${redo}>${glyph('redo')}</button>
      </span>
      ${
        run === null
          ? nothing
          : html`<span class="facts numbers"><ww-sparkline .values=${this.#times} .least=${1000 / Math.max(1, status?.tickRate ?? 60) / 4}></ww-sparkline>
        <ww-tick-time></ww-tick-time><span class="clip">${paused ? 'paused' : `${Math.round(run.rate)}/s`} · tick ${grouped(run.tick)}${run.late > 0 ? html` · <span class="late">${grouped(run.late)} late</span>` : nothing}</span></span>`
      }
      <span class="grow"></span>
      <span class="folds">${this.#fold('left', 'left', 'hierarchy')}${this.#fold('bottom', 'bottomPane', 'log')}${this.#fold('right', 'rightPane', 'entity')}</span>
      <button class="icon light" aria-haspopup="menu" aria-label="Light or dark" title="Light or dark" @click=${this.#pickTheme}>${glyph(theme.value === 'light' ? 'sun' : theme.value === 'dark' ? 'moon' : 'contrast')}</button>
      <ww-people></ww-people>
    </header>`;
  }

  #title(): string {
    const name = session.world.value;
    return session.worlds.value.find((world) => world.name === name)?.title ?? name ?? 'no world';
  }

  #fold(name: PaneName, icon: 'left' | 'bottomPane' | 'rightPane', label: string): TemplateResult {
    const shown = !layout.value.folded.includes(name);
    return html`<button class="icon" aria-pressed=${shown} aria-label="Show the ${label}" title="${shown ? 'Fold' : 'Show'} the ${label}" @click=${() => foldPane(name)}>${glyph(icon)}</button>`;
  }

  #pickWorld(event: Event): void {
    openMenu(
      event,
      session.worlds.value.map((world): MenuItem => ({
        label: world.title,
        hint: `${grouped(world.entities)}${world.paused ? ' · paused' : ''}`,
        on: world.name === session.world.value,
        run: () => void session.enter(world.name),
      })),
    );
  }
  #pickSpeed(event: Event): void {
    openMenu(
      event,
      SPEEDS.map((speed): MenuItem => ({ label: `${speed}×`, on: speed === (session.run.value?.speed ?? 1), run: () => void setSpeed(speed) })),
    );
  }
  #pickTheme(event: Event): void {
    openMenu(
      event,
      THEMES.map(([value, label]): MenuItem => ({
        label,
        on: theme.value === value,
        run: () => {
          theme.value = value;
        },
      })),
    );
  }
}
