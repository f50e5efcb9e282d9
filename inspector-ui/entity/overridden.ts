import { html, nothing, type TemplateResult } from 'lit';
import { fieldOfMark } from '../../engine/instance-marks.ts';
import type { EditedField } from '../../server/protocol.ts';
import { glyph } from '../controls/glyphs.ts';
import { openMenu, type MenuItems } from '../controls/menu.ts';
import { giveToSource, takeBack, type Instance } from '../hierarchy/instances.ts';

/** Properties that marks know under another name. */
const NAMES: Readonly<Record<string, string>> = { orderOffset: 'order' };

/** The marks of an instance that a field is overridden by; none where it follows its source. */
export function overridesOf(instance: Instance | null, place: EditedField | null): readonly string[] {
  if (instance === null || place === null) return [];
  const { component, field } = place;
  const wanted = component === '' ? [NAMES[field] ?? field] : [`${component}.${field}`, `+${component}`];
  return wanted.filter((mark) => instance.marks.includes(mark)).map((mark) => markIn(instance, place.entity, mark));
}

/** The marks of an instance that a component is about: that it was added here, and each of its fields. */
export function overridesOfComponent(instance: Instance | null, entity: string, key: string): readonly string[] {
  if (instance === null) return [];
  return instance.marks.filter((mark) => mark === `+${key}` || fieldOfMark(mark)?.key === key).map((mark) => markIn(instance, entity, mark));
}

function markIn({ root, of }: Instance, entity: string, what: string): string {
  return entity === root || of === null ? what : `${of}/${what}`;
}

/** Lines of a menu: to take overrides back, or to give them to the source. */
export function overrideLines(instance: Instance | null, marks: readonly string[], locked: boolean): MenuItems {
  if (instance === null || marks.length === 0) return [];
  return [
    { label: `Take back to ${instance.sourceName}`, disabled: locked, run: () => void takeBack(instance, marks) },
    { label: `Give to ${instance.sourceName}`, disabled: locked, run: () => void giveToSource(instance, marks) },
    null,
  ];
}

/** Says by colour, shape and word that something is overridden; it opens what can be done about that. */
export function overrideSign(instance: Instance | null, marks: readonly string[], of: string, locked: boolean): TemplateResult | typeof nothing {
  if (instance === null || marks.length === 0) return nothing;
  const words = `${of} overrides ${instance.sourceName}`;
  return html`<button class="own" aria-haspopup="menu" aria-label="own: ${words}" title="${words}: it does not follow the template"
    @click=${(event: Event) => {
      event.stopPropagation();
      openMenu(event, overrideLines(instance, marks, locked).slice(0, 2));
    }}>${glyph('own')}own</button>`;
}
