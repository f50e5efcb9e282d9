import {
  createRegistry,
  HOST,
  hashWorld,
  restoreWorld,
  snapshotWorld,
  type AccessAnswer,
  type Effect,
  type FetchAnswer,
  type Input,
  type JobOutcome,
} from '../../../engine/index.ts';
import { quickJs } from '../../../sandbox/quickjs.ts';
import { openRig, rigOf, type Rig } from '../world-rig.ts';

export type Question = Extract<Effect, { type: 'ask' }>['question'];
export type Run = Extract<Effect, { type: 'run' }>;
type Raw = NonNullable<FetchAnswer['raw']>;

/** An answer of a server, as the job brings it. */
export function answer(
  body: string | Uint8Array = '',
  { status = 200, headers = [], statusText = 'OK' }: Partial<Raw> & { status?: number } = {},
): FetchAnswer {
  return { status, content: '', raw: { statusText, headers, body: Buffer.from(body).toString('base64') } };
}

/** A world with a script, whose effects are seen and answered as the test wants. */
export class RequestStage {
  readonly rig: Rig;
  effects: Effect[] = [];

  constructor(rig: Rig) {
    this.rig = rig;
  }
  static of(source: string, fields: object = {}): RequestStage {
    return new RequestStage(openRig([{ id: 'lamp', name: 'lamp', components: { Script: { Source: source, ...fields } } }], { sandbox: quickJs }));
  }

  /** A tick with inputs of the host. */
  tick(...inputs: readonly Input[]): readonly Effect[] {
    const { world, door } = this.rig;
    const { effects, results } = door.step({ mode: 'tick', real: world.real + 17, inputs: inputs.map((input) => ({ author: HOST, input })) });
    for (const result of results) if (!result.ok) throw new Error(result.message);
    this.effects.push(...effects);
    return effects;
  }
  get questions(): readonly Question[] {
    return this.effects.flatMap((effect) => (effect.type === 'ask' ? [effect.question] : []));
  }
  get runs(): readonly Run[] {
    return this.effects.filter((effect) => effect.type === 'run');
  }
  decided(decision: AccessAnswer['decision'], ask = this.questions.at(-1)?.ask ?? 0): Input {
    return { type: 'access', answer: { ask, decision, by: 'host', at: '2026-01-01T00:00:00Z' } };
  }
  ran(outcome: FetchAnswer | Extract<JobOutcome, { ok: false }>, job = this.runs.at(-1)?.job ?? 0): Input {
    return { type: 'ran', job, outcome: 'ok' in outcome ? outcome : { ok: true, answer: outcome } };
  }
  /** Begins, and lets all that is asked be done: what is to be sent then. */
  allowed(): Run {
    this.tick();
    this.tick(this.decided('allow'));
    return this.runs.at(-1) as Run;
  }
  get log(): string[] {
    return this.rig.world.logged
      .after(0, 5000)
      .entries.filter(({ source }) => source === 'Script')
      .map(({ message }) => message);
  }
  get hash(): string {
    return hashWorld(this.rig.world);
  }
  /** The same world from a snapshot, with what has left it so far. */
  elsewhere(): RequestStage {
    const other = new RequestStage(rigOf(restoreWorld(snapshotWorld(this.rig.world), createRegistry({ sandbox: quickJs }))));
    other.effects = [...this.effects];
    return other;
  }
}
