import type { Fault } from '../../engine/index.ts';
import { configFaults, refuse, type Config } from './config.ts';

/** The option of `worldwire run` that stands for a key of the configuration. */
const OPTIONS: { readonly [key: string]: string } = {
  host: '--host',
  token: '--token',
  allowedUrlHosts: '--allow-host',
  allowedListenPorts: '--allow-listen',
};

/** Throws WW_CONFIG_INVALID for what the command line gives, in the words of its options: whoever typed them knows no keys of a configuration. */
export function refuseFlags(given: Config): void {
  const byPlace = new Map<string, Fault>();
  // Of what is no text that can be read and no host either, the latter says more.
  for (const fault of configFaults(given)) byPlace.set(fault.path, asOption(fault));
  refuse([...byPlace.values()], 'The command line');
}

function asOption(fault: Fault): Fault {
  const [key = '', at] = fault.path.split('/');
  const option = OPTIONS[key];
  if (option === undefined) return fault;
  const place = at === undefined ? key : `${key}/${at}`;
  const said = fault.message.startsWith(`${place}: `) ? fault.message.slice(place.length + 2) : fault.message;
  return { ...fault, path: option, message: `${option}: ${said}` };
}
