import { keep, kept, waitForErrand } from '../node/call.ts';
import type { Value } from '../values/data-type.ts';
import { ASYNC, defineNode, input, itself, next } from '../node/node.ts';
import type { Call, FlowNode, Input, Me } from '../node/node-types.ts';
import { LONGEST_URL } from '../../access/fetch-job.ts';
import type { WebPlace } from '../../access/web-place.ts';
import { accessPlaces } from '../values/web-address.ts';

const category = 'Network';
const WHO =
  "Under Websocket the acting user is asked, whose machine would connect; under HTTP the owner of the server's machine, which sends requests; under " +
  'Everything both. What Scope says goes before the scheme';
const HOST = 'Host is a name or an IP address. Port 0 is the one that Host names, else that of its scheme, and 443 where it has none.';

/** The two ways of naming a place: the inputs that do, and the place from their values. */
interface Way {
  readonly suffix: string;
  readonly doc: string;
  readonly inputs: readonly Input[];
  readonly reasonAt: number;
  readonly places: (inputs: readonly (Value | readonly Value[])[]) => readonly WebPlace[];
}
const scope = input('Scope', 'HostAccessScope');
const reason = input('Reason', 'string');
const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The order of the inputs is the original's; a node that only looks has no Reason. */
const BY_HOST: Way = {
  suffix: '',
  doc: HOST,
  inputs: [input('Host', 'string'), input('Port', 'int'), scope, reason],
  reasonAt: 3,
  places: ([host, port, of]) => accessPlaces(textOf(host), port as number, of as string),
};
const BY_URL: Way = {
  suffix: 'Url',
  doc: 'Host is an address with its port.',
  inputs: [input('Host', 'Uri'), reason, scope],
  reasonAt: 1,
  places: (inputs) => accessPlaces(textOf(inputs[0]), 0, inputs[inputs.length - 1] as string),
};

const EXITS = { granted: 0, denied: 1, ignored: 2, response: 2, error: 2 } as const;

function goOn(call: Call, me: Me): number {
  const number = kept(call, me, 0) as number;
  const { result } = call.errands.progress(call.chain, number);
  if (result === null) return waitForErrand(call, me, 0);
  call.errands.settle(call.chain, number);
  return me.to[EXITS[result.as]] as number;
}

/** Fuel that reading an address takes; what is longer than one may be is not read. */
function readFuel(host: unknown): number {
  return 4 + Math.floor(Math.min(textOf(host)?.length ?? 0, LONGEST_URL) / 16);
}

function requesting({ suffix, doc, inputs, reasonAt, places }: Way): FlowNode {
  return defineNode({
    name: `RequestHostAccess${suffix}`,
    doc:
      `Asks whether this world may connect, or send requests, to a host and port, with Reason. ${WHO}. What is decided already is answered at once. ` +
      `OnIgnored where nobody decides, or the host is none. ${doc}`,
    category,
    entrances: ASYNC,
    inputs,
    exits: next('OnGranted', 'OnDenied', 'OnIgnored'),
    keeps: 1,
    acts: {
      '*': (call, me, ...given) => {
        call.spend(readFuel(given[0]));
        const found = places(given);
        if (found.length === 0) {
          call.tell({ code: 'WW_BAD_VALUE', message: `the node ${JSON.stringify(me.id)}: its Host is no host that access could be asked for` });
          return me.to[EXITS.ignored] as number;
        }
        keep(call, me, 0, call.errands.ask(call.chain, me, found, textOf(given[reasonAt]) ?? ''));
        return goOn(call, me);
      },
    },
    resume: goOn,
  });
}

function looking({ suffix, doc, inputs, places }: Way): FlowNode {
  return defineNode({
    name: `IsHostAccessAllowed${suffix}`,
    doc:
      `Whether this world may connect, or send requests, to a host and port, as far as that is decided. ${WHO}. Nobody is prompted by it; what the ` +
      `machine has decided is known some ticks after it was looked at first, until then it is false. ${doc}`,
    category,
    inputs: inputs.filter((each) => each !== reason),
    outputs: itself('bool'),
    weigh: ([host]) => readFuel(host),
    read: (call, _me, given) => {
      const found = places(given);
      // All of them are looked at, so that all become known.
      return found.length > 0 && found.filter((place) => !call.errands.allows(call.chain, place)).length === 0;
    },
  });
}

export const HOST_ACCESS_NODES: readonly FlowNode[] = [BY_HOST, BY_URL].flatMap((way) => [looking(way), requesting(way)]);
