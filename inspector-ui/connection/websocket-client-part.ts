import { html } from 'lit';
import type { ComponentPart } from '../entity/component-parts.ts';
import { machines } from '../session/machines.ts';
import './connection-part.ts';
import './connection-traffic.ts';
import { machineNote } from './machine-notes.ts';

/** What a connection is doing stands above its fields, and what passes it, with a box to send, below them. */
export const websocketClientPart: ComponentPart = {
  type: 'WebsocketClient',
  above: ({ entity, component, values, locked }) =>
    html`<ww-connection-part .entity=${entity} .component=${component} .values=${values} .locked=${locked}></ww-connection-part>`,
  below: ({ entity, component, values, locked }) =>
    html`<ww-connection-traffic .entity=${entity} .component=${component} .values=${values} .locked=${locked}></ww-connection-traffic>`,
  note: machineNote,
  follows: [machines],
};
