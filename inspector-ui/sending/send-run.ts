import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ROUND_TRIPS } from '../../engine/round-trips.ts';
import type { SendAnswers, SendRow } from '../../server/protocol.ts';
import { glyph } from '../controls/glyphs.ts';
import { styled } from '../controls/styled.ts';
import { controls } from '../controls/styles.ts';
import { grouped } from '../controls/words.ts';
import { selectAll } from '../session/place.ts';
import { showTraffic } from '../session/traffic-scope.ts';
import { whenWords } from './send-draft.ts';
import { runStyles } from './send-styles.ts';

/** One send: how far it is, what was answered, how soon. Tells `choose`, `stop` and `again`. */
@customElement('ww-send-run')
export class SendRun extends LitElement {
  static override styles = [controls, runStyles];
  @property({ attribute: false }) row!: SendRow;
  /** Whether it is opened, and its answers are told with who gave them. */
  @property({ type: Boolean }) chosen = false;
  @property({ type: Boolean }) locked = false;
  /** Whether numbers count as the same; null where nobody has said, and it is as it helps. */
  @state() private folds: boolean | null = null;
  /** Seconds of the world's time. */
  @property({ type: Number }) time = 0;

  override render(): TemplateResult {
    const { row } = this;
    const isGoing = row.over === null;
    const title = row.name ?? `Send ${row.run}`;
    return html`<div class="head">
        <button class="icon turn ${this.chosen ? 'down' : ''}" tabindex="-1" aria-hidden="true" @click=${() => this.#tell('choose')}>${glyph('right')}</button>
        <button class="open" aria-expanded=${this.chosen} @click=${() => this.#tell('choose')}><span class="clip"><span class="name">${title}</span>
          <span class="text">${row.spec.text}</span></span></button>
        <button class="boxed" title="Put it into the form, to change it or say it again" @click=${() => this.#tell('again')}>Again…</button>
        ${
          isGoing
            ? html`<button class="boxed danger" ?disabled=${this.locked} aria-label="Stop ${title}" @click=${() => this.#tell('stop')}>Stop</button>`
            : html`<span></span>`
        }
        <div class="meta">${this.#meta(row)}</div>
        ${
          isGoing && row.of > 0
            ? html`<div class="track" role="progressbar" aria-label="Round ${row.round}" aria-valuemin="0" aria-valuemax=${row.of} aria-valuenow=${row.said}><i
              ${styled({ width: `${(100 * row.said) / row.of}%` })}></i></div>`
            : nothing
        }
      </div>
      ${this.chosen ? this.#answers(row) : nothing}`;
  }

  #meta(row: SendRow): TemplateResult {
    const { answers } = row;
    const bits: (TemplateResult | string)[] = [row.over === null ? this.#next(row) : row.over, `${grouped(row.sent)} sent`];
    if (answers !== undefined && answers.asked > 0) bits.push(`${grouped(answers.answered)} answered`);
    if (answers !== undefined && answers.silent > 0) bits.push(html`<span class="bad">${grouped(answers.silent)} not in time</span>`);
    if (row.closed > 0) bits.push(html`<span class="bad">${grouped(row.closed)} not open</span>`);
    if (row.failed > 0) bits.push(html`<span class="bad" title=${row.fault?.message ?? ''}>${grouped(row.failed)} failed</span>`);
    if (row.late > 0) bits.push(html`<span class="bad" title="Rounds that were left out, since the one before was not over">${grouped(row.late)} late</span>`);
    return html`${bits.map((bit) => html`<span>${bit}</span>`)}`;
  }
  #next(row: SendRow): string {
    const when = whenWords(row.spec);
    if (row.said < row.of) return `${when} · ${grouped(row.said)} of ${grouped(row.of)}`;
    if (row.next === null) return when;
    return `${when} · round ${grouped(row.round + 1)} in ${Math.max(0, row.next - this.time).toFixed(1)} s`;
  }

  #answers(row: SendRow): TemplateResult {
    const { answers, fault } = row;
    return html`<div class="answers">
      <p class="whole">${row.spec.text}</p>
      ${fault === null ? nothing : html`<p class="fault">${this.#entityLink(fault.entity)}: ${fault.message}</p>`}
      ${
        answers === undefined || answers.asked === 0
          ? html`<p class="faint">${
              row.sent === 0 && row.closed > 0
                ? 'Nobody was told anything: none of their connections was open then.'
                : 'Nothing was asked since the world runs here.'
            }</p>`
          : html`${this.#groups(answers)}${answers.answered > 0 ? this.#trips(answers) : nothing}`
      }
    </div>`;
  }
  #entityLink(entity: string): TemplateResult {
    return html`<button class="boxed" @click=${() => selectAll([entity])}>Select</button>`;
  }

  #groups(answers: SendAnswers): TemplateResult {
    const { shapes } = answers;
    // Devices that report numbers all say something else: what they have in common is seen by their shape.
    const folds = this.folds ?? (answers.groups.length > 12 && (shapes?.length ?? Infinity) < answers.groups.length);
    const isFolded = folds && shapes !== undefined;
    const groups = isFolded ? shapes : answers.groups;
    const most = Math.max(1, answers.silentNow, ...groups.map(({ count }) => count));
    const isOne = groups.length === 1 && (isFolded || answers.others === 0);
    return html`<div><h4><span>${groups.length === 0 ? 'Answers' : isOne ? 'All answered the same' : 'What was answered, by kind'}</span>${
      shapes === undefined || groups.length === 0
        ? nothing
        : html`<label title="Numbers count as the same, and stand as #"><input type="checkbox" .checked=${isFolded} @change=${(event: Event) => {
            this.folds = (event.target as HTMLInputElement).checked;
          }} /> whatever the numbers</label>`
    }</h4>
      ${groups.map(({ said, count, entities }) => this.#group(said, count, entities, most, false))}
      ${
        answers.others > 0 && !isFolded
          ? html`<p class="soft">${grouped(answers.others)} of other kinds; tell them apart by their shape, or a place in JSON</p>`
          : nothing
      }
      ${answers.silentNow > 0 ? this.#group('did not answer the last in time', answers.silentNow, answers.silentEntities, most, true) : nothing}
      ${answers.waiting > 0 ? html`<p class="faint">${grouped(answers.waiting)} still waited for</p>` : nothing}</div>`;
  }
  #group(words: string, count: number, entities: readonly string[], most: number, silent: boolean): TemplateResult {
    const told = entities.length;
    return html`<div class="group ${silent ? 'silent' : ''}"><i class="fill" ${styled({ width: `${(100 * count) / most}%` })}></i>
      <span class="said" title=${words}>${words}</span><span class="count">${grouped(count)}</span>
      <span><button class="boxed" ?disabled=${told === 0} title=${told === 100 ? 'The first 100 of those who did' : 'Those who did'}
        @click=${() => selectAll(entities)}>Select ${told === 100 ? '100' : grouped(told)}</button>
      <button class="boxed" ?disabled=${told === 0} @click=${() =>
        showTraffic(
          entities.map((entity) => ({ entity })),
          silent ? 'those who were silent' : `those who said ${words.slice(0, 24)}`,
        )}>Traffic</button></span></div>`;
  }

  #trips({ trips, times }: SendAnswers): TemplateResult {
    const first = trips.findIndex((count) => count > 0),
      last = trips.findLastIndex((count) => count > 0);
    const from = Math.max(0, first - 1),
      to = Math.min(trips.length, Math.max(last + 2, from + 6));
    const shown = trips.slice(from, to);
    const most = Math.max(...shown);
    const end = (at: number): string => (ROUND_TRIPS[at] === undefined ? 'longer' : milliseconds(ROUND_TRIPS[at]));
    const words = shown.map((count, at) => `up to ${end(from + at)}: ${grouped(count)}`);
    return html`<div><h4>How soon (in steps of the world)</h4>
      <div class="trips" role="img" aria-label="Round trips; ${words.join(', ')}">${shown.map(
        (count, at) =>
          html`<i class=${count === 0 ? 'none' : ''} title=${words[at] ?? ''}
            ${styled({ height: `${count === 0 ? 0 : Math.max(4, (100 * count) / most)}%` })}></i>`,
      )}</div>
      <div class="ends" aria-hidden="true"><span>${from === 0 ? '0 ms' : end(from - 1)}</span><span>${end(to - 1)}</span></div>
      ${
        times === null
          ? nothing
          : html`<div class="times"><span>shortest <b>${milliseconds(times.least)}</b></span><span>half within <b>${milliseconds(times.middle)}</b></span><span
            >95 of 100 within <b>${milliseconds(times.most95)}</b></span><span>longest <b>${milliseconds(times.most)}</b></span></div>`
      }</div>`;
  }

  #tell(what: 'choose' | 'stop' | 'again'): void {
    this.dispatchEvent(new CustomEvent(what));
  }
}

function milliseconds(value: number): string {
  return value >= 1_000 ? `${Number((value / 1_000).toFixed(2))} s` : `${Math.round(value)} ms`;
}
