import { createHash } from 'node:crypto';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { basename } from 'node:path';
import { discardNew, openNew } from '../files/new-file.ts';
import { systemWords } from '../files/whole-file.ts';
import { WorldwireError, type Json, type LogEntry, type Registry } from '../../engine/index.ts';
import { VERSION } from '../../engine/version.ts';
import { timeOf } from '../journal/life-at.ts';
import { versionsFolder } from '../versions/version-file.ts';
import { Redaction } from './redaction.ts';
import { ABOUT, CONTENTS, REPORT_VERSION, type ReportAbout } from './report-form.ts';
import { learnJournal, ReportJournal } from './report-journal.ts';
import { lifeOf, type SpanLife } from './report-life.ts';
import { countWords, jsonText, partOf, sizeWords, type ReportPart } from './report-parts.ts';
import { contentWords } from './report-words.ts';
import { sourcesOf, type Sources } from './report-sources.ts';
import { lastSpan, type Span } from './report-span.ts';
import { isZip, zipped, zipSize, type Packed } from './zip-file.ts';

export interface ReportOptions {
  /** The scene file, and the folder of its journal. */
  readonly scene: string;
  readonly folder: string;
  /** How far back it reaches, in milliseconds. */
  readonly last: number;
  readonly keepsMessages: boolean;
  /** The configuration as it is read from its file, where one is named. */
  readonly config: unknown;
  /** File that the server's log goes to. */
  readonly serverLog: string | undefined;
  readonly registry: Registry;
  /** Where a server runs the world, in words. */
  readonly runs: string | null;
}

/** A report that was put together, and of which nothing was written yet. */
export interface Report {
  readonly about: ReportAbout;
  readonly entries: readonly Packed[];
  /** What is in it and what is not, line by line. */
  readonly words: readonly string[];
}

/** Puts an incident report together, with all that is secret left out. Rejects with WW_JOURNAL_INVALID where there is nothing to tell of. */
export async function makeReport(options: ReportOptions): Promise<Report> {
  const { folder, scene, registry, config } = options;
  const [span, sources] = await Promise.all([
    lastSpan(folder, options.last),
    sourcesOf({ scene, versions: versionsFolder(folder), serverLog: options.serverLog }),
  ]);
  if (span === undefined && sources.scene === undefined && sources.versions.length === 0)
    throw new WorldwireError('WW_JOURNAL_INVALID', `There is nothing to report of ${scene}: there is neither such a file nor a journal or a version of it.`);
  const missing = [...sources.missing, ...(span?.missing ?? [])];
  if (span === undefined) missing.push('there is no journal with a state in it');
  const life = span === undefined ? undefined : await lived(folder, span, registry, missing);
  const redaction = new Redaction(registry);
  if (span !== undefined) await learnJournal(folder, span, redaction);
  for (const text of [sources.scene, ...sources.texts.values()]) if (text !== undefined) redaction.learn(asJson(text));
  redaction.learn([config ?? null, life?.log ?? [], sources.versions.map(({ changes }) => changes)]);
  for (const line of sources.serverLog ?? []) redaction.learn(asJson(line));

  const journal = new ReportJournal(folder, redaction, options.keepsMessages);
  const parts: ReportPart[] = [];
  let states = 0;
  for (const [at, segment] of (span?.segments ?? []).entries()) {
    const name = `journal/${String(segment.number).padStart(8, '0')}`;
    const state = await journal.state(segment);
    if (state === undefined && segment.hasSnapshot) missing.push(`the state that segment ${segment.number} begins with is not whole`);
    if (state !== undefined) parts.push(await partOf(`${name}.snapshot.json`, 'journal: the state of the world', [state]));
    states += state === undefined ? 0 : 1;
    parts.push(await partOf(`${name}.log`, 'journal: what reached the world from there', journal.log(segment, at + 1 === span?.segments.length)));
  }
  parts.push(...(await plainParts(options, redaction, sources, life)));
  const about = aboutOf(options, redaction, parts, span, life, { lines: journal.lines, states, messages: journal.messages }, missing);
  const words = contentWords(about, parts, life, sources);
  const entries = [
    (await partOf(ABOUT, '', jsonText(about))).entry,
    (await partOf(CONTENTS, '', [`${words.join('\n')}\n`])).entry,
    ...parts.map(({ entry }) => entry),
  ];
  if (!isZip(entries))
    throw new WorldwireError(
      'WW_LIMIT',
      'The report would have more than 4 GiB, and no ZIP file that everything opens has: let it reach less far back (--last).',
    );
  return { about, entries, words };
}

/** Writes a report to a file that is not there yet, for its owner alone. */
export async function writeReport(file: string, { entries, about }: Report): Promise<void> {
  const handle = await openNew(file, 'report', 'another');
  try {
    for (const chunk of zipped(entries, new Date(about.made))) await handle.appendFile(chunk);
    await handle.sync().catch((error: unknown) => {
      // A pipe has nothing to flush.
      if ((error as NodeJS.ErrnoException).code !== 'EINVAL') throw error;
    });
    await handle.close();
  } catch (error) {
    await handle.close().catch(() => undefined);
    await discardNew(file);
    throw new WorldwireError('WW_SAVE_FAILED', `The report ${file} cannot be written: ${systemWords(error as Error)}`);
  }
}

async function lived(folder: string, span: Span, registry: Registry, missing: string[]): Promise<SpanLife | undefined> {
  try {
    const life = await lifeOf(folder, span, registry);
    missing.push(...life.missing);
    return life;
  } catch (error) {
    missing.push(`the world's log: the journal cannot be lived through here (${(error as Error).message})`);
    return undefined;
  }
}

/** What is no part of the journal: the scene and its versions, the configuration, and the logs. */
async function plainParts({ config }: ReportOptions, redaction: Redaction, sources: Sources, life: SpanLife | undefined): Promise<ReportPart[]> {
  const parts: ReportPart[] = [];
  const add = async (name: string, what: string, text: Iterable<string>): Promise<void> => void parts.push(await partOf(name, what, text));
  if (life !== undefined)
    await add(
      'log.jsonl',
      "the world's log",
      life.log.map((entry: LogEntry) => `${JSON.stringify(redaction.of(entry))}\n`),
    );
  if (sources.serverLog !== undefined)
    await add(
      'server-log.txt',
      "the server's log",
      sources.serverLog.map((line) => `${textOf(redaction.of(asJson(line)), '')}\n`),
    );
  if (sources.scene !== undefined) await add('scene.json', 'the scene file as it is now', [textOf(redaction.of(asJson(sources.scene)), '  '), '\n']);
  if (sources.versions.length > 0) {
    // A checksum of what held secrets would tell them to who knows all else.
    const list = sources.versions.map(({ sha256: _sum, ...version }) => version);
    await add('versions/list.json', 'which versions of the scene are kept', jsonText(redaction.of(list as unknown as Json)));
  }
  for (const [number, text] of [...sources.texts].toReversed())
    await add(`versions/${String(number).padStart(8, '0')}.scene.json`, 'a version of the scene', [textOf(redaction.of(asJson(text)), '  '), '\n']);
  if (config !== undefined) await add('configuration.json', 'the configuration', jsonText(redaction.of(config)));
  return parts;
}

/** A text as JSON where it is such, so that it is known by its places what is secret; else as it is. */
function asJson(text: string): Json {
  try {
    const json = JSON.parse(text.replace(/^\uFEFF/, '')) as Json;
    // What is nested deeper than any scene is no scene, and is gone through as a text.
    return typeof json === 'object' && json !== null && !isDeep(json, 0) ? json : text;
  } catch {
    return text;
  }
}

const MOST_LEVELS = 400;

function isDeep(value: Json, level: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return level > MOST_LEVELS || Object.values(value as { readonly [key: string]: Json }).some((each) => isDeep(each, level + 1));
}

function textOf(value: Json, indent: string): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, indent);
}

function aboutOf(
  { scene, runs, keepsMessages }: ReportOptions,
  redaction: Redaction,
  parts: readonly ReportPart[],
  span: Span | undefined,
  life: SpanLife | undefined,
  counts: { readonly lines: number; readonly states: number; readonly messages: number },
  missing: readonly string[],
): ReportAbout {
  const heads = span?.segments.flatMap(({ head }) => head ?? []) ?? [];
  const [first] = heads;
  return redactedAbout(redaction, {
    format: 'worldwire/report',
    version: REPORT_VERSION,
    made: new Date().toISOString(),
    worldwire: VERSION,
    node: process.version,
    platform: `${platform()} ${release()} ${arch()}, ${countWords(cpus().length, 'processor')}, ${sizeWords(totalmem())} of memory`,
    scene: basename(scene),
    world: first?.name ?? null,
    runs,
    journal:
      span === undefined || first === undefined
        ? null
        : {
            mode: first.mode,
            segments: span.segments.map(({ number }) => number),
            from: { tick: first.tick, at: new Date(timeOf(first)).toISOString() },
            to: { tick: life?.tick ?? null, at: new Date(span.end).toISOString() },
            ...counts,
            isEnded: life?.isEnded ?? false,
          },
    leftOut: { ...redaction.leftOut, messages: !keepsMessages },
    missing,
    parts: parts.map(({ entry, what, sha256 }) => ({ name: entry.name, what, bytes: entry.bytes, sha256 })),
  });
}

/** Names and reasons hold foreign text, too. */
function redactedAbout(redaction: Redaction, about: Omit<ReportAbout, 'missing'> & { readonly missing: readonly string[] }): ReportAbout {
  const { scene, world, missing, runs } = redaction.of({ scene: about.scene, world: about.world, missing: about.missing, runs: about.runs });
  return { ...about, scene, world, runs, missing: missing.map((words) => words.slice(0, 10_000)).slice(0, 1000) };
}

/** Bytes that a report takes as a file. */
export function reportBytes({ entries }: Report): number {
  return zipSize(entries);
}

/** SHA-256 of a part. */
export function sumOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
