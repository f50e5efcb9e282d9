import { bool, carries, counter, defineComponent, double, fieldRef, float, string } from '../../engine/index.ts';

/** A component of our own. Its columns, scene form and editors in the inspector all follow from this. */
export const EchoBot = defineComponent('EchoBot', {
  doc: 'Says something through the WebsocketClient of its entity every so often, shows what comes back, and answers questions.',
  category: 'Examples',
  requires: ['WebsocketClient'],
  // What it shows is no edit: a scene file keeps the scale, and the colour, that its author gave.
  drives: ['Transform.Scale'],
  single: true,
  disabled: 'It says nothing, and does not listen.',
  fields: {
    Ask: string({ default: 'hello #', maxLength: 1000, doc: 'What it says. # stands for how often it has spoken.' }),
    Interval: float({ default: 2, min: 0, softMax: 60, step: 0.1, unit: 's', doc: 'How often it speaks. 0: never of its own accord.' }),
    Binary: bool({ doc: 'Whether it speaks in bytes instead of text.' }),
    Answer: string({ maxLength: 1000, doc: 'What it answers to a message that ends in a question mark. Empty: nothing.' }),
    Pulse: float({
      default: 1.4,
      min: 1,
      max: 10,
      step: 0.1,
      doc: 'Scale that its Transform takes on when a message arrives, to fall back to 1 within a second. 1: none.',
    }),
    Colour: fieldRef({
      doc: 'The colour that it changes with what it hears. None: it changes none.',
      drives: (colour) => (colour === null ? [] : [colour]),
    }),
    LastAnswer: string({ readOnly: true, saved: false, doc: 'What it has heard last.' }),
    Spoken: counter({ doc: 'How often it has spoken.' }),
    Heard: counter({ doc: 'How many messages it has heard.' }),
    Due: double({ readOnly: true, saved: false, unit: 's', doc: 'When it speaks next, in simulated time.' }),
  },
  commands: { Speak: { label: 'Speak', doc: 'Speaks now.' } },
  events: { OnHeard: { doc: 'It has heard a message.', payload: { text: carries<string>('the message, or in words how many bytes it has', 'string') } } },
});
