import type { Json } from '../../engine/index.ts';
import { seal } from '../recording/recording.ts';
import { scriptsOf, type Redaction } from './redaction.ts';
import { sealedLines, stateOf, type Span, type SpanSegment } from './report-span.ts';

/** What goes by under a line's `payload`. */
interface InputLine {
  readonly payload?: { readonly input?: { readonly type?: string; readonly events?: readonly { readonly type: string }[] } & { readonly [key: string]: Json } };
}

/** Learns what is secret in a stretch of a journal. */
export async function learnJournal(folder: string, { segments }: Span, redaction: Redaction): Promise<void> {
  for (const segment of segments) {
    const state = await stateOf(folder, segment);
    if (state !== undefined) redaction.learn(withoutMemory(state));
    for await (const { text } of sealedLines(folder, segment.number, segment.lines)) if (text !== undefined) redaction.learn(JSON.parse(text));
  }
}

/** Memory of scripts is no text. What is given is changed by it. */
function withoutMemory(state: unknown): unknown {
  for (const script of scriptsOf(state)) script.vm = null;
  return state;
}

/** A stretch of a journal without what is secret, and sealed anew: what was left out changes each line, and so the checksums from there on. */
export class ReportJournal {
  readonly #folder: string;
  readonly #redaction: Redaction;
  readonly #keepsMessages: boolean;
  /** Checksums of last lines, and what they are now. */
  readonly #sums = new Map<string, string>();
  lines = 0;
  messages = 0;

  constructor(folder: string, redaction: Redaction, keepsMessages: boolean) {
    this.#folder = folder;
    this.#redaction = redaction;
    this.#keepsMessages = keepsMessages;
  }

  /** The state of a segment as text of JSON; undefined where it has none that is whole. */
  async state(segment: SpanSegment): Promise<string | undefined> {
    const state = await stateOf(this.#folder, segment);
    if (state === undefined) return undefined;
    // What scripts keep cannot be looked through.
    if (this.#redaction.leftOut.values > 0 || !this.#keepsMessages) this.#redaction.forgetScripts(state);
    const memory = scriptsOf(state).map(({ vm }) => vm);
    const out = this.#redaction.of(withoutMemory(state));
    scriptsOf(out).forEach((script, at) => (script.vm = memory[at]));
    return JSON.stringify(out);
  }

  /** The lines of a segment. @param isLast nothing of the span comes after it */
  async *log(segment: SpanSegment, isLast: boolean): AsyncGenerator<string> {
    let sum = '',
      before = '';
    for await (const { text, sum: was, line } of sealedLines(this.#folder, segment.number, segment.lines)) {
      if (text === undefined) break;
      const json = JSON.parse(text) as { readonly [key: string]: Json };
      before = was;
      // The state that it ended in was another.
      if ('end' in json && isLast) continue;
      const sealed = seal(sum, line === 1 ? this.#head(json) : this.#line(json));
      sum = sealed.sum;
      this.lines += 1;
      yield `${sealed.line}\n`;
    }
    this.#sums.set(before, sum);
  }

  /** What follows from contents that held secrets is left out with them: who knows all else could try them by it. */
  #head(head: { readonly [key: string]: Json }): object {
    const { after } = head;
    return { ...(this.#redaction.of(head) as object), scene: '', after: typeof after === 'string' ? (this.#sums.get(after) ?? '') : '' };
  }

  #line(line: { readonly [key: string]: Json }): object {
    if ('scene' in line) return { ...line, scene: '' };
    if ('end' in line) return { ...line, end: { ...(line['end'] as object), hash: '' } };
    if (!('payload' in line)) return this.#redaction.of(line);
    const input = (line as unknown as InputLine).payload?.input;
    const { events } = input ?? {};
    if (Array.isArray(events)) this.messages += events.filter(({ type }: { readonly type: string }) => type === 'message' || type === 'binary').length;
    return this.#redaction.of(this.#keepsMessages || input === undefined ? line : { ...line, payload: { input: withoutMessages(input) } });
  }
}

/** An input without what was sent and received. */
function withoutMessages(input: { readonly [key: string]: Json }): Json {
  const { type, events, command, outcome } = input as {
    readonly type?: string;
    readonly events?: readonly { readonly [key: string]: Json }[];
    readonly command?: { readonly [key: string]: Json };
    readonly outcome?: { readonly [key: string]: Json };
  };
  if (type === 'link' && Array.isArray(events))
    return {
      ...input,
      events: events.map((event: { readonly [key: string]: Json }) =>
        event['type'] === 'message' ? { ...event, data: '' } : event['type'] === 'binary' ? { ...event, base64: '' } : event,
      ),
    };
  if (type === 'command' && command?.['args'] !== undefined) return { ...input, command: { ...command, args: emptied(command['args']) } };
  if (type !== 'ran' || outcome === undefined) return input;
  // Of other jobs, as those that read files, nothing was sent by anybody.
  const answer = outcome['answer'] as { readonly [key: string]: Json } | undefined;
  if (typeof answer?.['content'] !== 'string') return input;
  const { raw } = answer as { readonly raw?: object };
  return { ...input, outcome: { ...outcome, answer: { ...answer, content: '', ...(raw === undefined ? {} : { raw: { ...raw, body: '' } }) } } };
}

/** A value whose texts say nothing. */
function emptied(value: Json): Json {
  if (typeof value === 'string') return '';
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(emptied);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, emptied(each)]));
}
