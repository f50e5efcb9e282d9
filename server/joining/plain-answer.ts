import { request as plainRequest, type Agent } from 'node:http';
import { request as secureRequest } from 'node:https';

/** What is asked for. */
export interface Question {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Makes the connection, where it goes through a proxy. */
  readonly agent: Agent | undefined;
  /** Certificates in PEM that are trusted; undefined are the usual. */
  readonly ca: readonly string[] | undefined;
  /** Milliseconds that the answer may take. */
  readonly patience: number;
}

/** Characters of an answer that are read. */
const MOST = 1000;

/** The status and first words of an answer in HTTP, however long it is; undefined where none came. Redirects are not followed. */
export function plainAnswer({ url, headers, agent, ca, patience }: Question): Promise<{ readonly status: number; readonly text: string } | undefined> {
  return new Promise((resolve) => {
    const isSecure = url.startsWith('https:');
    const asked = (isSecure ? secureRequest : plainRequest)(url, {
      headers,
      agent: agent ?? false,
      signal: AbortSignal.timeout(patience),
      ...(isSecure && ca !== undefined ? { ca: [...ca] } : {}),
    });
    asked.on('error', () => resolve(undefined));
    asked.on('response', (response) => {
      let text = '';
      const done = (): void => {
        resolve({ status: response.statusCode ?? 0, text: text.slice(0, MOST) });
        asked.destroy();
      };
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part.slice(0, MOST);
        if (text.length >= MOST) done();
      });
      response.on('end', done);
      response.on('error', done);
    });
    asked.end();
  });
}
