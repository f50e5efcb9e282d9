// A bridge between a broker of MQTT and fields: the Value of each entity with the tag "shared" is published as it changes, and set by what others publish.
// A lamp with a BoolValue that is named Lamp stands at garden/Lamp/BoolValue, kept by the broker, and is set by garden/Lamp/BoolValue/set.
import { MqttClient } from './mqtt-client.ts';

const [address, prefix, status] = [entity.get('StringValue')!, entity.get('StringValue#2')!, entity.get('StringValue#3')!];
const TYPES = ['BoolValue', 'IntValue', 'FloatValue', 'StringValue'] as const;
type Type = (typeof TYPES)[number];
/** Milliseconds after which it connects again. */
const AGAIN = 2_000;

let client: MqttClient | undefined;
/** What was published last, by topic, so that each change goes out once, and what came in does not go back out. */
let published = new Map<string, string>();
connect();

function connect(): void {
  published = new Map();
  const next = new MqttClient(address.Value, `worldwire-${world.name}-${Math.floor(Math.random() * 1e9)}`);
  next.onconnect = () => {
    client = next;
    next.subscribe(`${prefix.Value}/+/+/set`);
    status.Value = `shares ${shared().length} fields`;
  };
  next.onmessage = heard;
  next.onclose = (why) => {
    client = undefined;
    status.Value = why;
    setTimeout(connect, AGAIN);
  };
}

Script.update.connect(() => {
  if (client === undefined) return;
  for (const { topic, text } of shared()) {
    if (published.get(topic) === text) continue;
    published.set(topic, text);
    client.publish(topic, text, true);
  }
});

/** What is shared, as it is now. */
function shared(): { readonly topic: string; readonly text: string }[] {
  return TYPES.flatMap((type) =>
    world
      .query(type)
      .entities.filter(({ tag }) => tag === 'shared')
      .map((of) => ({ topic: `${prefix.Value}/${of.name}/${type}`, text: String(of.get(type)?.Value) })),
  );
}

function heard(topic: string, text: string): void {
  const [name = '', type = ''] = topic.slice(prefix.Value.length + 1).split('/');
  if (!isType(type)) return;
  const of = world.query(type).entities.find((each) => each.name === name && each.tag === 'shared');
  try {
    if (of !== undefined) set(of, type, text);
  } catch (error) {
    // Who has published it is told nothing by MQTT; whoever looks at the lamp sees why it stays as it is.
    status.Value = `${topic}: ${(error as Error).message}`;
  }
}

function set(of: Entity, type: Type, text: string): void {
  if (type === 'StringValue') of.get(type)!.Value = text;
  else if (type === 'BoolValue') of.get(type)!.Value = text === 'true' || text === 'on' || text === '1';
  else if (text.trim() !== '') of.get(type)!.Value = Number(text);
}

function isType(type: string): type is Type {
  return (TYPES as readonly string[]).includes(type);
}
