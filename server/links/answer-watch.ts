import type { ClientRequest } from 'node:http';

/** Answers that only announce another one (100 to 199): servers send one or two. Each costs us more than it costs them. */
const MOST_ANNOUNCED = 32;
/** Milliseconds between two looks at how much has come. */
const BETWEEN_LOOKS = 100;

interface Watched {
  readonly allows: () => number;
  readonly fault: (what: string) => Error;
  announced: number;
}

const watched = new Map<ClientRequest, Watched>();
let looking: NodeJS.Timeout | undefined;

/**
 * Ends a request whose server sends and sends and never comes to the point: announcements of answers, empty lines, lengths of parts without end. None
 * of that is an answer, so that no limit on headers and bodies ever sees it, and reading it takes the time of the worlds.
 * @param allows bytes that may have come by now
 * @param fault the error that the request ends with, by what the server did, in words that follow its name
 */
export function watchAnswer(request: ClientRequest, allows: () => number, fault: (what: string) => Error): void {
  watched.set(request, { allows, fault, announced: 0 });
  request.on('information', announced);
  request.once('close', unwatch);
  looking ??= setInterval(look, BETWEEN_LOOKS).unref();
}

function announced(this: ClientRequest): void {
  const entry = watched.get(this);
  if (entry === undefined || ++entry.announced <= MOST_ANNOUNCED) return;
  end(this, entry, `announced an answer ${entry.announced} times and gave none`);
}

function look(): void {
  for (const [request, entry] of watched) {
    const came = request.socket?.bytesRead ?? 0;
    if (came > entry.allows()) end(request, entry, `sent ${came} bytes in which there is hardly anything of an answer`);
  }
}

function end(request: ClientRequest, { fault }: Watched, what: string): void {
  unwatch.call(request);
  request.destroy(fault(what));
}

function unwatch(this: ClientRequest): void {
  watched.delete(this);
  if (watched.size > 0) return;
  clearInterval(looking);
  looking = undefined;
}
