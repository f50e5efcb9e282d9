import { html } from 'lit';
import type { ComponentPart } from '../entity/component-parts.ts';
import './flow-state.ts';

/** How a Flow does stands above its graph, which is long: what is wrong in it would else be said where nobody looks. */
export const flowPart: ComponentPart = {
  type: 'Flow',
  above: ({ entity, component, values }) => html`<ww-flow-state .entity=${entity} .component=${component} .values=${values}></ww-flow-state>`,
};
