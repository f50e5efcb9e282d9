// What scripts know from browsers.
import { AbortController, AbortSignal } from './abort.js';
import { Blob } from './blob.js';
import { TextDecoder, TextEncoder } from './encoding.js';
import { CloseEvent, MessageEvent } from './event-kinds.js';
import { Event, EventTarget } from './events.js';
import { fetch, toFetches } from './fetch.js';
import { Headers } from './headers.js';
import { Request } from './request.js';
import { Response } from './response.js';
import { structuredClone } from './structured-clone.js';
import { URL } from './url.js';
import { URLSearchParams } from './url-search-params.js';
import { toServers, WebSocketServer } from './websocket-server.js';
import { toSockets, WebSocket } from './websocket.js';

export const WEB = {
  AbortController,
  AbortSignal,
  Blob,
  CloseEvent,
  Event,
  EventTarget,
  Headers,
  MessageEvent,
  Request,
  Response,
  TextDecoder,
  TextEncoder,
  URL,
  URLSearchParams,
  WebSocket,
  WebSocketServer,
  fetch,
  structuredClone,
};
export const heardFrom = { ...toSockets, ...toServers, ...toFetches };
