import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { VERSION, WorldwireError, checkOf, type PassedEntry, type TrafficFilter } from '../../engine/index.ts';
import { formOf } from '../schemas/form.ts';
import { TrafficFilterForm } from '../schemas/traffic.ts';
import { reachOf } from '../security/past-reach.ts';
import { harOf } from '../traffic/har.ts';
import { lineOf } from '../traffic/json-lines.ts';
import type { HttpContext } from './context.ts';
import { askerOf } from './gate.ts';
import { ErrorReply } from './replies.ts';
import { callerOf, ofWorld, WorldParams } from './world-param.ts';

const exact = { additionalProperties: false } as const;
/** Entries that are asked for at once. */
const PART = 1_000;
const filterCheck = checkOf(TrafficFilterForm, formOf(TrafficFilterForm));

interface TrafficRoute {
  Params: { world: string };
  Querystring: { format?: 'jsonl' | 'har'; filter?: string; hold?: string };
}

/** What passed the connections of a world, as a file. */
export function trafficRoutes(app: FastifyInstance, context: HttpContext): void {
  app.get<TrafficRoute>(
    '/api/worlds/:world/traffic',
    {
      config: { right: 'look' },
      schema: {
        tags: ['worlds'],
        summary: 'What passed the connections of a world, as far as its timeline keeps it: as JSON lines, or as HAR with `_webSocketMessages`.',
        params: WorldParams,
        querystring: Type.Object(
          {
            format: Type.Optional(Type.Enum(['jsonl', 'har'], { description: 'Default jsonl.' })),
            filter: Type.Optional(Type.String({ maxLength: 100_000, description: 'What is wanted, as JSON, as a view `traffic` takes it. Default all.' })),
            hold: Type.Optional(Type.String({ minLength: 8, maxLength: 64, description: 'A stand that a page holds. Default what is kept now.' })),
          },
          exact,
        ),
        response: { '4xx': ErrorReply, '5xx': ErrorReply },
      },
    },
    async (request, reply) => {
      const still = callerOf(context, request, 'look');
      const { role } = still();
      const { format = 'jsonl', filter = '{}', hold } = request.query;
      const world = ofWorld(context, request);
      const asked = { ...readFilter(filter), ...reachOf(role) };
      const part = (after: number) =>
        world.answer(askerOf(request.raw), { ask: 'traffic', filter: asked, after, limit: PART, ...(hold === undefined ? {} : { hold }) });
      const first = await part(0);
      async function* all(): AsyncGenerator<readonly PassedEntry[]> {
        let { entries, next } = first;
        for (;;) {
          // It takes its time: what is told is for who may look by now.
          still();
          yield entries;
          if (next === null) return;
          ({ entries, next } = await part(next));
        }
      }
      if (format === 'har') {
        const entries: PassedEntry[] = [];
        for await (const some of all()) entries.push(...some);
        return reply.type('application/json; charset=utf-8').send(JSON.stringify(harOf(entries, VERSION)));
      }
      async function* lines(): AsyncGenerator<string> {
        for await (const some of all()) yield some.map(lineOf).join('');
      }
      return reply.type('application/jsonl; charset=utf-8').send(Readable.from(lines()));
    },
  );
}

/** Throws WW_BAD_REQUEST, with what was expected where. */
function readFilter(text: string): TrafficFilter {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new WorldwireError('WW_BAD_REQUEST', 'filter is no JSON: expected an object such as {"what":["in"],"text":["temp"]}.');
  }
  const faults = filterCheck(json, 'filter');
  if (faults.length > 0) throw new WorldwireError('WW_BAD_REQUEST', faults[0]?.message ?? 'filter is not as it must be.', faults);
  return json as TrafficFilter;
}
