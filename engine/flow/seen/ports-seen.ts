import type { PortValue } from '../../door.ts';
import { sameJson } from '../../same-json.ts';
import type { GraphPorts } from '../../world/system.ts';
import type { World } from '../../world/world.ts';
import type { Flows, FlowState } from '../state/flows.ts';
import { FlowProbe, type Looker } from './flow-probe.ts';
import type { SeenValue } from './seen-ports.ts';
import { shownValue } from './shown-value.ts';

/** What ports of a flow hold, as one sees it who looks at them. */
export class PortsSeen implements GraphPorts {
  readonly #probe: FlowProbe;
  readonly #ports: readonly string[];
  readonly #looker: Looker;
  readonly #told = new Map<string, { readonly seen: SeenValue; readonly shown: Omit<PortValue, 'tick'> }>();

  constructor(world: World, flows: Flows, flow: FlowState, ports: readonly string[]) {
    this.#ports = ports;
    this.#looker = { ports };
    this.#probe = FlowProbe.of(world, flows, flow, this.#looker);
  }

  look(): { readonly [port: string]: PortValue } {
    const values: [string, PortValue][] = [];
    for (const name of this.#ports) {
      const seen = this.#probe.valueOf(name),
        told = this.#told.get(name);
      if (seen === undefined || seen === told?.seen || (told !== undefined && Object.is(seen.value, told.seen.value) && seen.port.type === told.shown.type))
        continue;
      const shown = shownValue(seen.value, seen.port.type, seen.port.isList);
      this.#told.set(name, { seen, shown });
      if (told !== undefined && sameJson(told.shown, shown)) continue;
      values.push([name, { ...shown, tick: seen.tick }]);
    }
    return Object.fromEntries(values);
  }

  end(): void {
    this.#probe.leave(this.#looker);
  }
}
