import { INSTANCE } from '../instance-marks.ts';
import { parseKey } from '../schema/component-key.ts';
import type { Editable } from './editable.ts';
import type { Way } from './instances.ts';
import type { Reversal } from './history-entry.ts';
import type { Links, Part } from './links.ts';
import { OperationFault } from './lookups.ts';

/** Throws WW_INSTANCE where an edit would make of an instance what no marks can say. */
export function refuseInInstance(world: Editable, links: Links, step: Reversal, part: Part | undefined, way: Extract<Way, 'edit' | 'code'>): void {
  const { entities } = world;
  if ((step.op === 'setField' || step.op === 'patchField') && step.component === INSTANCE && (step.field === 'Source' || step.field === 'Overrides')) {
    if (step.field === 'Source')
      throw new OperationFault(
        'WW_INSTANCE',
        'field',
        'what an instance follows is said when it is placed',
        'another instance that is placed, and this one removed or unlinked',
      );
    throw new OperationFault('WW_INSTANCE', 'field', 'what is overridden follows from edits', 'the operations takeBack and giveToSource');
  }
  if (step.op === 'addComponent' && part !== undefined && part.name !== '' && parseKey(step.component)?.type === INSTANCE) {
    const names = `${entities.name.get(entities.rowOf(step.entity) as number)} is a part of the instance ${entities.name.get(part.root)}`;
    throw new OperationFault('WW_INSTANCE', 'component', `${names}, and follows nothing else`, 'an entity that is no part of an instance');
  }
  if (way !== 'edit' || part === undefined || part.name === '' || step.op !== 'moveEntity' || step.parent === undefined) return;
  const row = entities.rowOf(step.entity) as number;
  const to = step.parent === null ? undefined : entities.rowOf(step.parent);
  if (to !== undefined && (to === entities.parent[row] || (entities.isWithin(to, part.root) && links.partAt(to)?.root === part.root))) return;
  const names = `${entities.name.get(row)} is a part of the instance ${entities.name.get(part.root)}`;
  throw new OperationFault('WW_INSTANCE', 'parent', `${names}, and stays in it`, 'a duplicate of it, or a part of an instance that was unlinked');
}
