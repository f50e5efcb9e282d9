import type { Reversal } from './history-entry.ts';
import { addComponent, patchField, removeComponent, restoreComponents, setField, takeComponent, unpatchField } from './perform-components.ts';
import { addEntity, duplicateEntity, moveEntity, placeEntity, removeEntity, restoreEntities, updateEntity } from './perform-entities.ts';
import type { Performed } from './performed.ts';
import type { Transaction } from './transaction.ts';
import type { Editable } from './editable.ts';

/** Carries one operation out in a transaction, for a user by their id. Throws an OperationFault where it does not fit the world as it is. */
export function perform(world: Editable, transaction: Transaction, by: string, operation: Reversal): Performed {
  switch (operation.op) {
    case 'addEntity':
      return addEntity(world, transaction, by, operation);
    case 'removeEntity':
      return removeEntity(world, transaction, operation.entity);
    case 'updateEntity':
      return updateEntity(world, transaction, operation);
    case 'moveEntity':
      return moveEntity(world, transaction, operation);
    case 'duplicateEntity':
      return duplicateEntity(world, transaction, by, operation);
    case 'addComponent':
      return addComponent(world, transaction, operation);
    case 'removeComponent':
      return removeComponent(world, transaction, operation.entity, operation.component);
    case 'setField':
      return setField(world, transaction, operation);
    case 'patchField':
      return patchField(world, transaction, operation);
    case 'patchBack':
      return unpatchField(world, transaction, operation);
    case 'restoreEntities':
      return restoreEntities(world, transaction, operation.entities, operation.at);
    case 'restoreComponents':
      return restoreComponents(world, transaction, operation.entity, operation.components);
    case 'takeComponent':
      return takeComponent(world, transaction, operation.entity, operation.component);
    case 'placeEntity':
      return placeEntity(world, transaction, operation);
  }
}
