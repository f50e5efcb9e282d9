import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { join } from 'lit/directives/join.js';
import { Follow } from '../cells/cell.ts';
import { session } from '../session/session.ts';
import { traffic } from '../session/traffic.ts';
import { STATES, stateDot } from '../controls/states.ts';
import { badges, controls } from '../controls/styles.ts';
import { wallWords, wholeWallWords } from '../controls/wall-words.ts';
import { about, grouped, plural } from '../controls/words.ts';

/** The line at the bottom: how we stand with the server, and how the world stands. */
@customElement('ww-status-footer')
export class StatusFooter extends LitElement {
  static override styles = [
    controls,
    badges,
    css`
    :host { display: block; }
    footer { display: flex; gap: 18px; align-items: center; height: 26px; padding: 0 14px; border-top: 1px solid var(--line); background: var(--panel);
      color: var(--soft); font: var(--small); overflow: hidden; white-space: nowrap; }
    .state { display: inline-flex; gap: 6px; align-items: center; }
    .word { color: var(--state-ink); }
    @media (max-width: 860px) { .wide { display: none; } footer { gap: 12px; padding: 0 10px; } }
  `,
  ];

  constructor() {
    super();
    new Follow(this, session.phase, session.hearing.latency, session.hearing.silence, session.status, traffic, session.me);
  }

  override render(): TemplateResult {
    const status = session.status.value,
      { received, sent } = traffic.value,
      { latency, silence } = session.hearing;
    const counts = STATES.flatMap(({ state, short }) => {
      const count = status?.connections[state] ?? 0;
      return count === 0 ? [] : [html`<span class="word ${state}">${about(count)} ${short}</span>`];
    });
    const phase = session.phase.value,
      isHeard = phase === 'online' && silence.value === 0;
    const words =
      phase === 'online'
        ? isHeard
          ? `connected${latency.value === null ? '' : ` · ${latency.value < 1 ? '<1' : Math.round(latency.value)} ms`}`
          : `no answer for ${silence.value} s`
        : phase === 'lost'
          ? 'not connected'
          : 'connecting';
    const state = isHeard ? 'Open' : 'WaitingToRetry';
    return html`<footer class="numbers">
      <span class="state ${isHeard ? '' : 'word'} ${state}">${stateDot(state)} ${words}</span>
      <ww-durable-dot></ww-durable-dot>
      ${status === null ? nothing : html`<span class="wide">${plural(status.entities, 'entity', 'entities')}</span>`}
      ${counts.length === 0 ? nothing : html`<span class="clip">${join(counts, () => ' · ')}</span>`}
      <span class="grow"></span>
      ${status === null ? nothing : html`<span class="wide">↓ ${about(received)} msg/s · ↑ ${about(sent)} msg/s</span>`}
      ${
        status?.wall === undefined
          ? nothing
          : html`<span
          title="The server’s clock at tick ${grouped(status.tick)}: ${wholeWallWords(status.wall)}">${wallWords(status.wall)}</span>`
      }
      ${session.me.value === null ? nothing : html`<span>${session.me.value.role}</span>`}
    </footer>`;
  }
}
