import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { PassedEntry } from '../../server/protocol.ts';
import type { Line } from '../connection/message-book.ts';
import '../connection/message-view.ts';
import { glyph } from '../controls/glyphs.ts';
import { plainSigns } from '../controls/plain-signs.ts';
import { controls } from '../controls/styles.ts';
import { select } from '../session/place.ts';
import { session } from '../session/session.ts';
import { middle } from '../session/place.ts';
import { show } from '../time/travel.ts';
import './traffic-compare.ts';
import { KIND_WORDS, whoOf, wholeTime } from './traffic-row.ts';

/** One entry of the timeline, all that is kept of it, and what can be done from there. Tells `only`, `around`, `keep` and `close`. */
@customElement('ww-traffic-detail')
export class TrafficDetail extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; }
    .what { display: flex; align-items: center; gap: 4px 8px; flex-wrap: wrap; }
    .what button { font: var(--small); min-height: 24px; padding: 1px 8px; }
    .what .name { font: var(--text); font-weight: 600; padding: 1px 4px; color: var(--ref-ink); }
    .words { margin: 6px 4px 2px; overflow-wrap: anywhere; user-select: text; }
    .time { font: var(--small); color: var(--faint); }
  `,
  ];
  @property({ attribute: false }) entry!: PassedEntry;
  @property({ attribute: false }) against: PassedEntry | null = null;
  @property() hold: string | undefined;
  /** Both as far as they are kept; a row holds only their beginnings. */
  @state() private whole: ReadonlyMap<number, PassedEntry> = new Map();
  @state() private fault: string | null = null;
  #asked = '';

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('entry') || changed.has('against') || changed.has('hold')) void this.#ask();
  }

  async #ask(): Promise<void> {
    const wanted = [this.entry, this.against].flatMap((each) => (each === null || !each.cut || this.whole.has(each.seq) ? [] : [each.seq]));
    const asked = JSON.stringify([wanted, this.hold]);
    if (wanted.length === 0 || asked === this.#asked) return;
    this.#asked = asked;
    const answer = await session.passed(wanted, this.hold);
    if (answer.ok) this.whole = new Map([...this.whole, ...answer.entries.map((each) => [each.seq, each] as const)]);
    this.fault = answer.ok ? null : answer.message;
  }

  override render(): TemplateResult {
    const { entry, against } = this;
    const isMessage = entry.what === 'in' || entry.what === 'out';
    const who = whoOf(entry);
    const past = session.run.value?.past ?? null;
    const isKept = past !== null && entry.tick >= past.from && entry.tick <= past.to;
    return html`<section aria-label="${KIND_WORDS[entry.what]} entry">
      <div class="what"><button class="name" title="Show the entity"
        @click=${() => select(entry.entity, { show: true, open: true })}>${plainSigns(entry.name)}</button>
        <span class="soft">${who}</span><span class="time numbers">${wholeTime(entry)}</span><span class="grow"></span>
        <button class="boxed" title="Only what passes this connection (O)" @click=${() => this.#say('only')}>Only this connection</button>
        <button class="boxed" title="All that passed before and after it" @click=${() => this.#say('around')}>What passed around it</button>
        ${
          isMessage
            ? html`<button class="boxed" aria-pressed=${against?.seq === entry.seq} title="Keep it, and choose another (C)"
              @click=${() => this.#say('keep')}>⇄ Compare</button>`
            : nothing
        }
        <button class="boxed" ?disabled=${!isKept}
          title=${isKept ? 'The Time tab shows the world as it was at this tick' : 'Nothing of this tick is kept: see the Time tab'}
          @click=${() => this.#travel()}>Show the world then</button>
        ${
          isMessage
            ? nothing
            : html`<button class="icon" aria-label="Close entry" title="Close (Esc)" @click=${() => this.#say('close')}>${glyph('close')}</button>`
        }
      </div>
      ${this.fault === null ? nothing : html`<p class="fault" role="alert">${this.fault}</p>`}
      ${this.#body(isMessage)}</section>`;
  }

  #body(isMessage: boolean): TemplateResult {
    const entry = this.#all(this.entry);
    const other = this.against === null || this.against.seq === entry.seq ? null : this.#all(this.against);
    if (other !== null) return html`<ww-traffic-compare .first=${other} .second=${entry}></ww-traffic-compare>`;
    if (!isMessage) return html`<p class="words">${plainSigns(entry.data)}</p>`;
    return html`<ww-message-view .line=${lineOf(entry)} .time=${wholeTime(entry)} @close=${() => this.#say('close')}></ww-message-view>`;
  }

  #all(entry: PassedEntry): PassedEntry {
    return this.whole.get(entry.seq) ?? entry;
  }
  #say(what: 'only' | 'around' | 'keep' | 'close'): void {
    this.dispatchEvent(new CustomEvent(what));
  }
  #travel(): void {
    middle.value = 'time';
    show(this.entry.tick);
  }
}

/** What the view of one message of one connection reads. */
function lineOf({ seq, what, tick, real, wall, size, binary, data, cut }: PassedEntry): Line {
  const when = { tick, real, ...(wall === undefined ? {} : { wall }) };
  return { key: seq, what: what === 'out' ? 'out' : 'in', ...when, size, binary, data, cut, preview: '', left: 0 };
}
