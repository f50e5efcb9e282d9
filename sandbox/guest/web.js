// What scripts know from browsers.
import { Blob } from './blob.js';
import { CloseEvent, Event, EventTarget, MessageEvent } from './events.js';
import { CloseCode, toSockets, WebSocket } from './websocket.js';
import { toServers, WebSocketServer } from './websocket-server.js';

Object.defineProperties(WebSocket.prototype, { CloseCode: { value: CloseCode } });
Object.defineProperties(WebSocket, { CloseCode: { value: CloseCode } });

export const WEB = { Blob, CloseEvent, Event, EventTarget, MessageEvent, WebSocket, WebSocketServer };
export const heardFrom = { ...toSockets, ...toServers };
