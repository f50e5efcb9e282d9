import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { RunStatus } from '../../server/protocol.ts';
import { Follow } from '../cells/cell.ts';
import { runTrail } from '../session/run-trail.ts';
import { session } from '../session/session.ts';
import { isStuck } from '../session/stuck.ts';
import '../controls/plot.ts';
import { controls } from '../controls/styles.ts';
import { grouped, plural } from '../controls/words.ts';

/**
 * How the world runs, in one line of the top bar: a plot of the tick time, and in words tick time, rate, tick, and how many were left out since the
 * world could not keep up.
 */
@customElement('ww-run-line')
export class RunLine extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; min-width: 0; }
    button { gap: 10px; padding: 0 8px; min-height: 30px; color: var(--soft); font: var(--small); max-width: 100%; }
    ww-plot { flex: 0 1 130px; min-width: 36px; width: 130px; height: 24px; border-bottom: 1px solid var(--line); }
    /* What finds no room goes as a whole, the tick first, and is not cut through. */
    .facts { display: flex; flex-wrap: wrap; height: 1.4em; overflow: hidden; justify-content: start; min-width: 52px; }
    .facts span { white-space: pre; }
    .late { color: var(--retry-ink); }
    @media (max-width: 1280px) { ww-plot { display: none; } }
  `,
  ];

  constructor() {
    super();
    new Follow(this, session.run, session.status, session.worlds, session.world, runTrail);
  }

  override render(): TemplateResult | typeof nothing {
    const run = session.run.value,
      trail = runTrail.value;
    if (run === null) return nothing;
    const time = run.tickTime.toFixed(1);
    return html`<button id="runs" class="numbers" aria-haspopup="dialog" title=${
      run.late > 0 ? `How it runs. Since the start ${plural(run.late, 'tick')} did not take place, since the world could not keep up` : 'How it runs'
    } data-action="world.runs" @click=${this.#open}>
      <ww-plot bare aria-hidden="true" .times=${trail.map(({ at }) => at)} .least=${1000 / Math.max(1, session.status.value?.tickRate ?? 60) / 4}
        .lines=${[{ label: 'tick time', color: '--accent', values: trail.map(({ tickTime }) => tickTime) }]}></ww-plot>
      <span class="facts"><span><span
        class="unseen">A tick takes </span>${time} ms</span><span> · ${this.#pace(run)}</span>${
          run.late > 0
            ? html`<span> · <span
          class="late">${plural(run.late, 'tick')} left out</span></span>`
            : nothing
        }<span> · tick ${grouped(run.tick)}</span></span></button>`;
  }

  /** How fast it goes, where it goes. */
  #pace(run: RunStatus): TemplateResult | string {
    if (isStuck()) return html`<span class="late">does not answer</span>`;
    return run.paused ? 'paused' : `${Math.round(run.rate)}/s`;
  }

  async #open(event: Event): Promise<void> {
    const button = event.currentTarget as Element;
    (await import('./run-panel.ts')).showRun(button);
  }
}
