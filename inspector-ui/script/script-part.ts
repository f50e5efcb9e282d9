import { html } from 'lit';
import type { ComponentPart } from '../entity/component-parts.ts';
import '../connection/script-sockets.ts';
import './script-console.ts';
import './script-source.ts';
import './script-state.ts';

/** How a script does stands above its program, which has an editor of its own; its console and its sockets stand below. */
export const scriptPart: ComponentPart = {
  type: 'Script',
  above: ({ entity, component, values, locked }) =>
    html`<ww-script-state .entity=${entity} .component=${component} .values=${values} .locked=${locked}></ww-script-state>`,
  below: ({ entity, component, values, locked }) =>
    html`<ww-script-console .entity=${entity} .component=${component} .locked=${locked}></ww-script-console>
      <ww-script-sockets .entity=${entity} .component=${component} .count=${Number(values['Sockets'] ?? 0)}></ww-script-sockets>`,
  editors: {
    Source: ({ value, locked }, { entity, component, values, keys }, by) =>
      html`<ww-script-source .entity=${entity} .component=${component} .value=${typeof value === 'string' ? value : ''} .values=${values} .keys=${keys}
        .locked=${locked} .by=${by}></ww-script-source>`,
  },
};
