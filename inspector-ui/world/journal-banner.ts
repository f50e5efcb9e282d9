import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { RunStatus } from '../../server/protocol.ts';
import { Follow } from '../cells/cell.ts';
import { recall, remember } from '../cells/memory.ts';
import { controls } from '../controls/styles.ts';
import { wallWords } from '../controls/wall-words.ts';
import { grouped, plural } from '../controls/words.ts';
import { session } from '../session/session.ts';
import { save } from './deeds.ts';

type Life = NonNullable<RunStatus['takenUp']>;

/** Where it is remembered which lives somebody has read of, and of how many. */
const READ = 'takenUp';
const MOST_READ = 50;

/** Says where a world was taken up and what of it is missing, until somebody has read it; and that a journal does not do what it is for. */
@customElement('ww-journal-banner')
export class JournalBanner extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; }
    .bar { display: flex; align-items: center; gap: 4px 14px; flex-wrap: wrap; padding: 5px 14px; border-bottom: 1px solid var(--line); }
    .told { background: var(--accent-soft); }
    .wrong { background: color-mix(in srgb, var(--denied) 12%, var(--panel)); border-bottom-color: color-mix(in srgb, var(--denied) 45%, var(--line)); }
    .late { background: color-mix(in srgb, var(--retry) 16%, var(--panel)); border-bottom-color: color-mix(in srgb, var(--retry) 50%, var(--line)); }
    p { margin: 0; flex: 1 1 220px; min-width: 0; overflow-wrap: anywhere; }
    b { font-weight: 650; }
    @media (max-width: 600px) { .bar { padding: 5px 10px; } }
  `,
  ];
  @state() private read: readonly string[] = lives();
  /** What was told last of a life, which stays until it is read, also when the server tells it no more. */
  #told: { readonly life: string; readonly of: Life } | undefined;

  constructor() {
    super();
    new Follow(this, session.run, session.worlds, session.world, session.me, session.phase, session.past);
  }

  override render(): TemplateResult {
    const run = session.run.value;
    if (run === null) return html`${this.#others()}`;
    const { replayOf, journal } = run;
    const own = html`${replayOf === undefined ? nothing : this.#replay(replayOf)}${journal === undefined ? nothing : this.#state(journal)}`;
    return html`${own}${this.#others()}${this.#takenUp(run)}`;
  }

  /** It stays there: who comes to it must not take it for the world. */
  #replay(of: string): TemplateResult {
    return html`<div class="bar told replay" role="status"><p><b>This is a replay, and not the living world:</b> ${of}. Look at it, edit it, let it run: nothing
      goes out of it, and nothing of it is kept.</p></div>`;
  }

  #state(journal: NonNullable<RunStatus['journal']>): TemplateResult | typeof nothing {
    if (journal.state === 'on') return nothing;
    if (journal.state !== 'ended')
      return html`<div class="bar late" role="alert"><p><b>The journal of this world is behind:</b> the disk is slower than the world, which does not wait for
        it. What is sent or edited now may be missing after a crash. It catches up by itself; if it does not, look what keeps the disk busy.</p></div>`;
    return html`<div class="bar wrong" role="alert"><p><b>The journal of this world has ended:</b> ${journal.reason}. The world goes on, and only what is saved
      outlives a crash. Make room on the disk or mend it, then save: with that the journal begins again.</p>
      ${
        session.maySave && session.phase.value === 'online' && session.run.value?.file.name !== null
          ? html`<button class="boxed" @click=${() => void save()}>Save now</button>`
          : nothing
      }</div>`;
  }

  /** Whoever is in another world is told as well: it may be the same disk. */
  #others(): TemplateResult | typeof nothing {
    const ended = session.worlds.value.filter(({ name, journal }) => journal === 'ended' && name !== session.world.value);
    if (ended.length === 0) return nothing;
    const names = ended.slice(0, 3).map(({ title }) => title);
    const more = ended.length > names.length ? ` and ${ended.length - names.length} more` : '';
    return html`<div class="bar wrong" role="alert"><p><b>The ${ended.length === 1 ? 'journal' : 'journals'} of ${names.join(', ')}${more} ${
      ended.length === 1 ? 'has' : 'have'
    } ended.</b> Only what is saved there outlives a crash; the world’s own page says why.</p></div>`;
  }

  #takenUp({ file, takenUp }: RunStatus): TemplateResult | typeof nothing {
    if (takenUp !== undefined) this.#told = { life: file.life, of: takenUp };
    const told = this.#told;
    if (told?.life !== file.life || this.read.includes(told.life)) return nothing;
    const { tick, at, missing, more } = told.of;
    const lost =
      missing.length === 0
        ? 'Nothing is missing.'
        : `Missing: ${missing.join('; ')}${more > 0 ? `; and ${plural(more, 'thing')} more, which the log tells` : ''}.`;
    return html`<div class="bar ${missing.length === 0 ? 'told' : 'late'}" role="status">
      <p><b>This world was taken up at tick ${grouped(tick)}</b>, at ${wallWords(at)}, after its server had ended. ${lost} Connections have begun anew.</p>
      <button class="boxed" @click=${() => this.#understood(told.life)}>Understood</button></div>`;
  }

  #understood(life: string): void {
    this.read = [...lives().filter((each) => each !== life), life].slice(-MOST_READ);
    remember(READ, this.read);
  }
}

function lives(): readonly string[] {
  const known = recall(READ);
  return Array.isArray(known) ? known.filter((each) => typeof each === 'string') : [];
}
