import { LitElement, html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { keyWord } from '../actions/key-words.ts';
import { actionOf } from '../actions/registry.ts';
import { SPEEDS } from '../world/speeds.ts';
import '../prompts/prompt-count.ts';
import { Follow } from '../cells/cell.ts';
import { session } from '../session/session.ts';
import { isStuck } from '../session/stuck.ts';
import { WORLD_FILE_ACTIONS } from '../worlds/actions.ts';
import { enterWorld, redo, save, setSpeed, showFileChanged, step, togglePause, undo } from '../world/deeds.ts';
import { glyph } from '../controls/glyphs.ts';
import { layout, type PaneName } from '../session/layout.ts';
import { openMenu, type MenuItem } from '../controls/menu.ts';
import '../people/people.ts';
import '../world/run-line.ts';
import { controls } from '../controls/styles.ts';
import { foldOrShow } from './pane-focus.ts';
import { apart } from './same-title.ts';
import { topBarStyles } from './top-bar-styles.ts';
import { grouped } from '../controls/words.ts';

/** The bar at the top: which world, how it runs, what can be taken back, who is here. */
@customElement('ww-top-bar')
export class TopBar extends LitElement {
  static override styles = [controls, topBarStyles];

  constructor() {
    super();
    new Follow(this, session.world, session.worlds, session.run, session.status, session.me, session.phase, session.past, layout);
  }

  override render(): TemplateResult {
    const online = session.phase.value === 'online',
      edit = session.mayEdit && online,
      keep = session.maySave && online;
    return html`<header>
      <span class="brand"><i></i><span>Worldwire</span></span>
      <button class="pill clip world" aria-haspopup="menu" aria-label="World: ${this.#title()}"
        ?disabled=${session.worlds.value.length === 0 && !session.may('administer')}
        @click=${this.#pickWorld}><span class="clip">${this.#title()}</span>${glyph('down')}</button>
      ${this.#saving(keep)} ${this.#time(session.mayRun && online)} ${this.#history(edit)}
      <ww-run-line class="facts"></ww-run-line>
      <span class="grow"></span>
      <span class="folds">${this.#fold('left', 'left', 'hierarchy')}${this.#fold('bottom', 'bottomPane', 'log')}${this.#fold(
        'right',
        'rightPane',
        'entity',
      )}</span>
      <button class="pill commands" aria-haspopup="dialog" title="Any command, entity, world or component"
        @click=${this.#run('view.palette')}><kbd>${keyWord('Ctrl-K')}</kbd> <span>commands</span></button>
      <button class="icon gear" aria-haspopup="dialog" aria-label="Settings" title="Settings" data-action="view.settings"
        @click=${this.#run('view.settings')}>${glyph('gear')}</button>
      <ww-prompt-count></ww-prompt-count>
      <ww-people id="people"></ww-people>
    </header>`;
  }

  #saving(may: boolean): TemplateResult {
    // Of a world that is not known yet, or is not there, nobody can say whether it is saved.
    const known = session.status.value !== null && session.run.value !== null;
    const edited = session.status.value?.unsaved === true,
      unsaved = edited || session.status.value?.kept === true,
      file = session.run.value?.file;
    const other = file !== undefined && file.state !== 'same',
      name = file?.name ?? null,
      none = file?.name === null;
    const [label, title, act] = !known
      ? ['No world', 'Whether it is saved is told once a world is shown', undefined]
      : other
        ? [
            file.state === 'removed' ? 'The file was removed by another program' : 'The file is another than this world read or saved',
            'See how it differs',
            showFileChanged,
          ]
        : none
          ? [
              unsaved ? 'Unsaved, and there is no file: save as' : 'No file: save as',
              'This world came without a file; save it under a name',
              actionOf('world.saveAs')?.run,
            ]
          : [
              unsaved ? 'Unsaved, save' : 'Saved',
              unsaved
                ? `Save${name === null ? '' : ` to ${name}`}${edited ? '' : ': what flows keep in it has changed'}`
                : `Nothing has been edited since ${name ?? 'it'} was saved`,
              save,
            ];
    const more = name === null ? 'Save as, revert' : `${name}: save as, revert`;
    const dot = unsaved ? html`<span aria-hidden="true">●</span> ` : '';
    return html`<span class="save ${unsaved || other ? 'unsaved' : ''}" role="group" aria-label="File">
      <button class="pill main" aria-label=${label} title=${title} data-action="world.save" ?disabled=${!may || !(unsaved || other || none)}
        @click=${() => void act?.()}>${!known ? '–' : other ? html`${dot}≠ file` : unsaved ? html`${dot}unsaved` : none ? 'no file' : 'saved'}</button>
      <button class="icon more" aria-haspopup="menu" aria-label="More of the file" title=${more} ?disabled=${session.world.value === null}
        @click=${this.#fileMenu}>${glyph('down')}</button></span>`;
  }

  #time(may: boolean): TemplateResult {
    const run = session.run.value,
      paused = run?.paused ?? false;
    return html`<span class="buttons" role="group" aria-label="Time">
      <button aria-pressed=${!paused && !isStuck()} aria-label="Run" title="Run" data-action="world.pause" ?disabled=${!may}
        @click=${() => (paused ? togglePause() : undefined)}>${glyph('play')} <span class="word">Run</span></button>
      <button aria-pressed=${paused} aria-label="Pause" title="Pause" data-action="world.pause" ?disabled=${!may}
        @click=${() => (paused ? undefined : togglePause())}>${glyph('pause')}</button>
      <button class="step" title="One tick" data-action="world.step" ?disabled=${!may || !paused} @click=${() => step(1)}>Step</button>
      <button class="narrow" aria-haspopup="dialog" aria-label="Step several ticks" title="Step several ticks" data-action="world.stepMany"
        ?disabled=${!may || !paused} @click=${this.#stepMany}>${glyph('down')}</button>
      <button aria-haspopup="menu" aria-label="Speed ${run?.speed ?? 1} times" title="Speed" ?disabled=${!may}
        @click=${this.#pickSpeed}>${run?.speed ?? 1}×</button>
    </span>`;
  }

  #history(edit: boolean): TemplateResult {
    const status = session.status.value;
    return html`<span class="buttons" role="group" aria-label="History" id="history">
      <button aria-label="Undo" title=${status?.undo ? `Undo ${status.undo}` : 'Nothing of yours to undo'} data-action="world.undo"
        ?disabled=${!edit || !status?.undo} @click=${undo}>${glyph('undo')}</button>
      <button aria-label="Redo" title=${status?.redo ? `Redo ${status.redo}` : 'Nothing to redo'} data-action="world.redo" ?disabled=${!edit || !status?.redo}
        @click=${redo}>${glyph('redo')}</button>
      <button class="narrow" aria-haspopup="dialog" aria-label="History of edits" title="History of edits" data-action="world.history"
        ?disabled=${status === null} @click=${this.#showHistory}>${glyph('down')}</button>
    </span>`;
  }

  #title(): string {
    const name = session.world.value;
    return session.worlds.value.find((world) => world.name === name)?.title ?? name ?? 'no world';
  }

  #fold(name: PaneName, icon: 'left' | 'bottomPane' | 'rightPane', label: string): TemplateResult {
    const shown = !layout.value.folded.includes(name);
    return html`<button class="icon" aria-pressed=${shown} aria-label="Show the ${label}" title="${shown ? 'Fold' : 'Show'} the ${label}"
      data-action="view.fold.${name}" @click=${() => foldOrShow(name)}>${glyph(icon)}</button>`;
  }

  /** Does what a registered action does. */
  #run(id: string): () => void {
    return () => void actionOf(id)?.run();
  }

  #pickWorld(event: Event): void {
    const worlds = session.worlds.value.map((world): MenuItem => {
      const here = world.name === session.world.value;
      // The host is one of its users, and nobody who sits at a page.
      const facts = [
        ...apart(world),
        ...(world.stuck === true ? ['does not answer'] : []),
        grouped(world.entities),
        ...(world.users > 1 ? [`${grouped(world.users - 1)} here`] : []),
        ...(world.paused ? ['paused'] : []),
        ...(world.unsaved ? ['● unsaved'] : []),
        ...(world.journal === undefined ? [] : [world.journal === 'ended' ? 'its journal has ended' : 'its journal is behind']),
        ...(world.file === undefined ? [] : [world.file === 'removed' ? 'its file was removed' : 'its file is another']),
      ];
      return { label: world.title, hint: facts.join(' · '), on: here, run: () => void enterWorld(world.name) };
    });
    // Of what one may not do nothing is offered.
    const files = [...WORLD_FILE_ACTIONS.map(({ id }) => id), 'world.revert'].flatMap((id): MenuItem[] => {
      const action = actionOf(id);
      if (action?.enabled?.() !== true) return [];
      return [{ label: action.label, run: () => void action.run(), ...(action.destroys === true ? { danger: true } : {}) }];
    });
    openMenu(event, files.length === 0 ? worlds : [...worlds, null, ...files]);
  }
  #fileMenu(event: Event): void {
    const item = (id: string): MenuItem => {
      const action = actionOf(id);
      const key = action?.keys?.[0];
      return {
        label: action?.label ?? '',
        ...(key === undefined ? {} : { hint: keyWord(key) }),
        disabled: action?.enabled?.() === false,
        run: () => void action?.run(),
      };
    };
    openMenu(event, [item('world.save'), item('world.saveAs'), null, { ...item('world.revert'), danger: true }]);
  }
  #pickSpeed(event: Event): void {
    openMenu(
      event,
      SPEEDS.map((speed): MenuItem => ({ label: `${speed}×`, on: speed === (session.run.value?.speed ?? 1), run: () => void setSpeed(speed) })),
    );
  }
  async #stepMany(event: Event): Promise<void> {
    const button = event.currentTarget as Element;
    (await import('../world/step-panel.ts')).showStep(button);
  }
  async #showHistory(event: Event): Promise<void> {
    const button = event.currentTarget as Element;
    (await import('../changes/history-panel.ts')).showHistory(button);
  }
}
