import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Follow } from '../cells/cell.ts';
import { runTrail, type RunSample } from '../session/run-trail.ts';
import { session } from '../session/session.ts';
import '../controls/plot.ts';
import type { Plot, PlotLine } from '../controls/plot.ts';
import { barAnchor, openPopover } from '../controls/popover.ts';
import { styled } from '../controls/styled.ts';
import { controls } from '../controls/styles.ts';
import { about, grouped } from '../controls/words.ts';

const SPANS = [60, 300] as const;

/** How the world runs: tick time, lateness, rate and messages over the last minutes, and what each system costs. */
@customElement('ww-run-panel')
export class RunPanel extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: grid; gap: 12px; padding: 12px 16px 14px; width: min(620px, calc(100vw - 18px)); }
    header { display: flex; align-items: center; gap: 8px; }
    h2 { font-size: 14px; font-weight: 650; margin: 0; flex: 1; }
    .spans { display: flex; border: 1px solid var(--line); border-radius: var(--radius); overflow: hidden; }
    .spans button { border: 0; border-radius: 0; min-height: 24px; font: var(--small); color: var(--soft); }
    .spans button[aria-pressed='true'] { background: var(--accent-soft); color: var(--accent-ink); }
    .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(240px, 1fr)); gap: 14px 22px; }
    figure { margin: 0; min-width: 0; }
    figcaption { display: flex; gap: 4px 10px; flex-wrap: wrap; align-items: baseline; font: var(--small); color: var(--soft); }
    figcaption b { font: var(--text); font-weight: 600; color: var(--ink); }
    .key::before { content: ''; display: inline-block; width: 10px; height: 2px; background: var(--key); vertical-align: middle; margin-right: 5px; }
    table { border-collapse: collapse; width: 100%; font: var(--small); }
    caption { text-align: left; color: var(--soft); padding-bottom: 4px; }
    th { text-align: left; font-weight: 400; padding: 2px 12px 2px 0; white-space: nowrap; }
    td { text-align: right; padding: 2px 0; white-space: nowrap; }
    td.bar { width: 60%; padding: 0 12px 0 0; }
    td.bar i { display: block; height: 6px; border-radius: 3px; background: var(--accent); min-width: 1px; }
    p { margin: 0; color: var(--soft); }
  `,
  ];
  @state() private span: (typeof SPANS)[number] = 60;
  @state() private at: number | undefined;

  constructor() {
    super();
    new Follow(this, runTrail, session.run, session.status);
  }

  override render(): TemplateResult {
    const all = runTrail.value,
      run = session.run.value,
      newest = all.at(-1)?.at ?? 0;
    const trail = all.filter(({ at }) => at >= newest - this.span);
    const shown = this.at === undefined ? trail.at(-1) : trail[this.at];
    const tickRate = session.status.value?.tickRate ?? 60;
    return html`<header><h2>How it runs</h2>
        <span class="spans" role="group" aria-label="How far back">${SPANS.map(
          (span) =>
            html`<button aria-pressed=${this.span === span} @click=${() => {
              this.span = span;
            }}>${span / 60} min</button>`,
        )}</span></header>
      ${
        shown === undefined
          ? html`<p role="status">Measuring…</p>`
          : html`<div class="plots">
        ${this.#plot(
          'Tick time',
          trail,
          1000 / tickRate / 2,
          [
            ['mean', '--accent', 'tickTime'],
            ['worst', '--idle', 'worst'],
          ],
          html`<b>${shown.tickTime.toFixed(2)} ms</b><span>worst ${shown.worst.toFixed(1)} of ${(1000 / tickRate).toFixed(1)}</span>`,
        )}
        ${this.#plot(
          'Rate',
          trail,
          tickRate * (run?.speed ?? 1),
          [['ticks a second', '--accent', 'rate']],
          html`<b>${shown.rate.toFixed(1)}/s</b><span
            >of ${about(tickRate * (run?.speed ?? 1))}</span>`,
        )}
        ${this.#plot(
          'Late',
          trail,
          2,
          [['ticks left out', '--retry', 'late']],
          html`<b>${shown.late.toFixed(1)}/s</b><span
            >${grouped(run?.late ?? 0)} since the start</span>`,
        )}
        ${this.#plot(
          'Messages',
          trail,
          5,
          [
            ['in', '--accent', 'received'],
            ['out', '--idle', 'sent'],
          ],
          html`<b>↓ ${about(shown.received)}/s</b><span>↑ ${about(shown.sent)}/s</span>`,
        )}
      </div>`
      }
      ${this.#costs()}`;
  }

  #plot(
    name: string,
    trail: readonly RunSample[],
    least: number,
    lines: readonly (readonly [label: string, color: PlotLine['color'], of: Exclude<keyof RunSample, 'at'>])[],
    words: TemplateResult,
  ): TemplateResult {
    return html`<figure role="group" aria-label=${name}><figcaption class="numbers"><span>${name}</span>${words}</figcaption>
      <ww-plot .times=${trail.map(({ at }) => at)} .least=${least} .span=${this.span} .lines=${lines.map(([label, color, of], i): PlotLine => ({
        label,
        color,
        filled: i === 0,
        values: trail.map((sample) => sample[of]),
      }))} @cursor=${(event: Event) => {
        this.at = (event.currentTarget as Plot).cursor;
      }}></ww-plot>
      ${
        lines.length < 2
          ? nothing
          : html`<figcaption>${lines.map(
              ([label, color]) => html`<span class="key"
          ${styled({ '--key': `var(${color})` })}>${label}</span>`,
            )}</figcaption>`
      }</figure>`;
  }

  #costs(): TemplateResult {
    const costs = [...(session.run.value?.costs ?? [])].sort((a, b) => b.milliseconds - a.milliseconds);
    if (costs.length === 0) return html`<p>What each system takes is not known yet.</p>`;
    const most = Math.max(0.001, ...costs.map(({ milliseconds }) => milliseconds));
    return html`<table class="numbers"><caption>Milliseconds a tick, by system</caption><tbody>${costs.map(
      ({ system, milliseconds }) =>
        html`<tr><th scope="row">${system}</th><td class="bar" aria-hidden="true"><i
          ${styled({ width: `${(milliseconds / most) * 100}%` })}></i></td><td>${milliseconds.toFixed(3)}</td></tr>`,
    )}</tbody></table>`;
  }
}

/** Opens the panel below a button, or where its button is in the top bar. */
export function showRun(anchor: Element | null): void {
  openPopover(anchor ?? barAnchor('runs'), 'How it runs', document.createElement('ww-run-panel'));
}
