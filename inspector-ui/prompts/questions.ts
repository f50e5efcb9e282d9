import type { PromptDecision } from '../../agent/access-desk.ts';
import type { Prompt } from '../../agent/messages.ts';
import { own, ofHost, UNWRITTEN } from '../access/books.ts';
import { entryText } from '../access/entry.ts';
import { Cell } from '../cells/cell.ts';
import { session } from '../session/session.ts';
import { tell } from '../controls/notices.ts';

/** A question before the person at this page: of their own machine, or of the server's, which Admins are asked. */
export interface Question extends Prompt {
  readonly of: 'own' | 'host';
  /** The same for as long as it is the same world that asks for the same host and port. */
  readonly key: string;
}

/** All of them: those of one's own machine first, then the server's. */
export const questions = new Cell<readonly Question[]>([]);

for (const source of [session.prompts, session.agent.prompts, session.phase])
  source.subscribe(() => {
    const mark = (of: Question['of'], prompts: readonly Prompt[]): Question[] =>
      prompts.map((prompt) => ({ ...prompt, of, key: `${of} ${prompt.scope} ${prompt.host} ${prompt.port} ${prompt.world}` }));
    questions.value = session.phase.value === 'online' ? [...mark('own', session.agent.prompts.value), ...mark('host', session.prompts.value)] : [];
  });

/** Answers, and tells where that came to nothing. */
export async function decide(question: Question, decision: PromptDecision): Promise<boolean> {
  if (question.of === 'own') {
    const stood = session.agent.decide(question, decision);
    if (!stood) tell('This question no longer stands: the world took it back.', true);
    else if (decision === 'deny') tellDenied(question);
    return stood;
  }
  const answer = await session.answer(question, decision);
  if (!answer.ok) tell(answer.message, true);
  else {
    const unwritten = answer.durable === false ? `${UNWRITTEN} ${answer.reason ?? ''}` : undefined;
    if (decision === 'deny') tellDenied(question, unwritten);
    else if (unwritten !== undefined) tell(`Allowed ${entryText(question)}. ${unwritten}`, true);
  }
  return answer.ok;
}

/** A refusal holds from now on, for whoever asks: whoever gave it by mistake takes it back where they are told so. */
function tellDenied({ of, scope, host, port }: Question, unwritten?: string): void {
  const book = of === 'own' ? own : ofHost,
    entry = entryText({ host, port });
  const words = unwritten === undefined ? `, and remembered by ${of === 'own' ? 'this browser' : 'the server'}.` : `. ${unwritten}`;
  tell(`Denied ${entry}${words}`, unwritten !== undefined, {
    label: 'Take back',
    run: async () => {
      const fault = await book.decide(scope, host, port, 'forget');
      tell(fault ?? `Forgotten: ${entry} is asked for again.`, fault !== null);
    },
  });
}

/** Closes all without deciding any. */
export async function dismissAll(): Promise<void> {
  const all = questions.value;
  // Those of one's own machine in one turn, so that they are answered together.
  await Promise.all(all.filter(({ of }) => of === 'own').map((question) => decide(question, 'dismissed')));
  for (const question of all) if (question.of === 'host' && !(await decide(question, 'dismissed'))) return;
}

/** Where the address lies, said of the machine that it lies near to; empty where nothing tells. */
export function nearWords({ of, warning = '' }: Question): string {
  if (warning === '') return '';
  const words = `${warning.charAt(0).toUpperCase()}${warning.slice(1)}${/[.!?]$/.test(warning) ? '' : '.'}`;
  return of === 'own' ? words : words.replaceAll(/\byour own\b/g, 'the server’s own').replaceAll(/\byour provider\b/g, 'the server’s provider');
}

/** Whether only the browser learns where the host leads, when it looks its name up. */
export function isLookedUp(host: string): boolean {
  return !host.includes(':') && !/^\d{1,3}(\.\d{1,3}){3}$/.test(host) && !/(^|\.)localhost$/.test(host);
}
