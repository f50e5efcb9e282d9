import { session } from '../session/session.ts';
import { selection } from '../session/place.ts';
import type { MenuItem, MenuItems } from '../controls/menu.ts';
import { plural } from '../controls/words.ts';
import { copyAsJson, copyComponent, duplicateComponent, duplicateTo, pasteValues, resetComponent, typeOf, type Components } from './component-actions.ts';
import { pinnedTypes, pinType } from './folds.ts';

/** The menu of a component. */
export function sectionMenu(
  at: Components,
  hands: { readonly locked: boolean; readonly mixed: boolean; destroy(): void; about(): void; overrides: MenuItems },
): MenuItems {
  const type = typeOf(at.key),
    manifest = session.manifest.value.get(type),
    { locked, mixed } = hands,
    several = at.entities.length > 1;
  const others = selection.value.filter((id) => !at.entities.includes(id)).length;
  const again: MenuItem = { label: 'Duplicate', disabled: locked || manifest?.single !== false, run: () => void duplicateComponent(at) };
  return [
    ...hands.overrides,
    { label: 'Copy', disabled: mixed, run: () => void copyComponent(at) },
    { label: 'Paste values', disabled: locked || manifest === undefined, run: () => void pasteValues(at) },
    ...(several
      ? []
      : [
          again,
          {
            label: others > 0 ? `Duplicate to ${plural(others, 'selected entity', 'selected entities')}` : 'Duplicate to…',
            disabled: locked,
            run: (): void => void duplicateTo(at),
          },
        ]),
    { label: 'Copy as JSON', disabled: mixed, run: () => void copyAsJson(at) },
    null,
    { label: 'Reset to defaults', disabled: locked || manifest === undefined, run: () => void resetComponent(at) },
    { label: pinnedTypes.value.has(type) ? 'Unpin' : `Pin ${type} on top`, run: () => pinType(type, !pinnedTypes.value.has(type)) },
    ...(manifest === undefined ? [] : [{ label: `About ${type}`, hint: 'F1', run: (): void => hands.about() }]),
    null,
    { label: `Destroy ${at.key}${several ? ` on ${at.entities.length}` : ''}`, danger: true, disabled: locked, run: () => hands.destroy() },
  ];
}
