import { createLog, startServer } from '../../../server/index.ts';
import { tell } from '../clock.ts';
import { gridGraph, graphScene } from '../graph-scene.ts';

/** A server with a world for each size of a graph, in which impulses pass every wire in each tick, until its input ends. */
const server = await startServer({
  port: 0,
  worlds: process.argv.slice(2).map((size) => ({ name: `graph-${size}`, scene: graphScene(gridGraph(Number(size))) as never })),
  log: createLog({ level: 'silent' }),
});
tell({ url: server.url });
process.stdin.on('end', () => void server.close().then(() => process.exit(0))).resume();
