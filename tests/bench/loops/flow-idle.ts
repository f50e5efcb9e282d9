import { costOf, tell } from '../clock.ts';
import { FLOWS, graphOf, idOf, openOn } from '../flow-scene.ts';

/** Ticks of a world in which nothing happens, with as many flows as many has; asked for `bare`, without the flows. */
const isBare = process.argv[2] === 'bare';
const { world, tick } = openOn(
  Array.from({ length: FLOWS }, (_, at) => ({ id: idOf(at), components: { WebsocketClient: {}, ...(isBare ? {} : { Flow: { Graph: graphOf(at, false) } }) } })),
);
tick();
tick();
if (!isBare && world.storeOf('Flow').count !== FLOWS) throw new Error('the flows are not there');
tell(costOf(() => void tick()));
