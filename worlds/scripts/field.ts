// A field on which the bots of bots.ts go to and fro: whoever comes, or has arrived, is told where to go next. IntValue is its port, IntValue#2 how many are
// here, IntValue#3 how often one has arrived.
const WIDTH = 100;

const count = entity.get('IntValue#2')!;
const arrived = entity.get('IntValue#3')!;
let here = 0;

const field = new WebSocketServer({ port: entity.get('IntValue')!.Value, path: '/field', maxClients: 1_000 });
field.error.connect((why) => console.error('the field is closed:', why));
field.newConnection.connect((bot) => {
  count.Value = ++here;
  go(bot);
  bot.onmessage = () => {
    arrived.Value++;
    go(bot);
  };
  bot.onclose = () => {
    count.Value = --here;
  };
});

function go(bot: WebSocket): void {
  bot.send(JSON.stringify({ go: [somewhere(), somewhere()] }));
}
function somewhere(): number {
  return Math.round((Math.random() - 0.5) * WIDTH);
}
