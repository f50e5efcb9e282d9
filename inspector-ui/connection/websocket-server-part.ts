import { html } from 'lit';
import type { ComponentPart } from '../entity/component-parts.ts';
import './server-clients.ts';
import './server-part.ts';

/** Where a world listens stands above the fields; who is connected, and a box to send to one or to all, below them. */
export const websocketServerPart: ComponentPart = {
  type: 'WebsocketServer',
  above: ({ values }) => html`<ww-server-part .values=${values}></ww-server-part>`,
  below: ({ entity, component, values, locked }) =>
    html`<ww-server-clients .entity=${entity} .component=${component} .values=${values} .locked=${locked}></ww-server-clients>`,
};
