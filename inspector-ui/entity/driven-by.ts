import { html, nothing, type TemplateResult } from 'lit';
import type { EntityDetail } from '../../server/protocol.ts';
import { tell, toldIfRefused } from '../controls/notices.ts';
import { nameOf } from '../session/names.ts';
import { session } from '../session/session.ts';
import { jumpTo } from './jump.ts';

/** The component that writes a field. */
export type Driver = EntityDetail['driven'][string];

/**
 * Says below a field what drives it, leads there, and offers to end it.
 * @param entity the field's own
 * @param locked whether nothing can be edited
 */
export function drivenBy(driver: Driver, entity: string | undefined, locked: boolean): TemplateResult {
  if (driver.component === '') return html`<p class="below by">driven in some of them</p>`;
  const elsewhere = driver.entity !== entity;
  return html`<p class="below by">driven by ${driver.component}${elsewhere ? ` of ${nameOf(driver.entity) ?? driver.entity}` : ''}
      <button @click=${() => jumpTo(driver.entity, driver.component)}>find source</button>
      ${
        locked
          ? nothing
          : html`<button title="Disables ${driver.component}, so that it can be edited"
          @click=${() => void disable(driver)}>break</button>`
      }</p>`;
}

async function disable({ entity, component }: Driver): Promise<void> {
  const answer = await session.edit([{ op: 'setField', entity, component, field: 'Enabled', value: false }], {
    label: `${component}.Enabled true → false`,
  });
  if (toldIfRefused(answer)) tell(`Disabled ${component}. Ctrl-Z brings it back.`);
}
