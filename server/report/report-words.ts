import { ABOUT, type ReportAbout } from './report-form.ts';
import type { SpanLife } from './report-life.ts';
import { countWords, sizeWords, type ReportPart } from './report-parts.ts';
import type { Sources } from './report-sources.ts';

/** What is in a report and what is not, line by line. */
export function contentWords(about: ReportAbout, parts: readonly ReportPart[], life: SpanLife | undefined, sources: Sources): string[] {
  const { made, worldwire, node, platform, runs, scene } = about;
  const rows = containedWords(about, life, sources).map(([name, words]) => `  ${name.padEnd(20)} ${sizeOf(parts, name).padStart(9)}  ${words}`);
  return [
    `An incident report of ${scene}, made ${timeWords(made)} by Worldwire ${worldwire}, Node ${node}, on ${platform}.`,
    ...(runs === null ? [] : [`Its world runs now, at ${runs}.`]),
    '',
    'It contains',
    ...rows,
    `  ${ABOUT.padEnd(20)} ${''.padStart(9)}  versions, counts, and a checksum of each part`,
    '',
    'Left out',
    ...leftOutWords(about).map((words) => `  ${words}`),
    '',
    'Names, texts, addresses and what people did in the world are in it: look into it before you pass it on.',
  ];
}

function containedWords(
  { journal, leftOut, parts }: ReportAbout,
  life: SpanLife | undefined,
  { serverLog, scene, versions, texts }: Sources,
): [string, string][] {
  const rows: [name: string, words: string][] = [];
  if (journal !== null) {
    const { from, to } = journal;
    const ticks = to.tick === null ? '' : `, ticks ${from.tick} to ${to.tick}`;
    const messages = leftOut.messages
      ? 'without what messages say'
      : `with ${countWords(journal.messages, 'message')} that came to the world, and what they say`;
    const held = `${countWords(journal.states, 'state')}, ${countWords(journal.lines, 'line')}, ${messages}`;
    rows.push(['journal/', `from ${timeWords(from.at)} to ${timeWords(to.at)}${ticks}: ${held}`]);
  }
  if (life !== undefined) {
    const older = life.older > 0 ? `; ${life.older} older ones are left out` : '';
    rows.push(['log.jsonl', `the world's log of that time, ${countWords(life.log.length, 'entry', 'entries')}${older}`]);
  }
  if (serverLog !== undefined) rows.push(['server-log.txt', `the server's log, ${countWords(serverLog.length, 'line')}`]);
  if (scene !== undefined) rows.push(['scene.json', 'the scene file as it is now']);
  if (versions.length > 0) rows.push(['versions/', `a list of ${countWords(versions.length, 'version')}, and the scenes of the newest ${texts.size}`]);
  if (parts.some(({ name }) => name === 'configuration.json')) rows.push(['configuration.json', 'the configuration']);
  return rows;
}

function leftOutWords({ leftOut: { values, places, short, scripts, messages }, missing }: ReportAbout): string[] {
  return [
    values === 0
      ? 'nothing: no Headers, secret fields, tokens or passwords were found'
      : `${countWords(values, 'value')} of Headers, secret fields, tokens, passwords and keys, at ${countWords(places, 'place')}: "left-out-1" and so on ` +
        'stand there instead',
    ...(short > 0 ? [`${short} of them too short to be looked for outside of their fields`] : []),
    ...(scripts > 0 ? [`memory of scripts (${scripts}): they begin anew where the report is replayed`] : []),
    ...(messages ? ['what messages, requests and their answers say; what the world made of them is in its state'] : []),
    'the files of tokens and keys of the server, which were not read',
    ...missing.map((words) => `missing: ${words}`),
  ];
}

/** @param name of a part, or of a folder of parts */
function sizeOf(parts: readonly ReportPart[], name: string): string {
  return sizeWords(parts.reduce((sum, { entry }) => (entry.name === name || (name.endsWith('/') && entry.name.startsWith(name)) ? sum + entry.bytes : sum), 0));
}

function timeWords(iso: string): string {
  return `${iso.slice(0, 19).replace('T', ' ')}Z`;
}
