/**
 * Every failure that a person can meet, in one place. The errors page (`docs/errors.md`) is generated from this table,
 * so a new failure is one row here and nothing else.
 */
export const ERRORS = {
  WW_BAD_REQUEST: ['The message does not have the form that this door takes.', 'The answer says what was expected; nothing was applied.'],
  WW_REQUEST_ID: [
    'The requestId was given before, by the same author, to another request, so this one was not carried out.',
    'Give each request an id of its own; only the very same request may be sent again under its id, and gets the answer that it had.',
  ],
  WW_BAD_OPERATION: [
    'An operation does not fit its schema, so nothing of its batch was applied.',
    'Mend the places named in `errors`; each names index, path and what was expected.',
  ],
  WW_UNKNOWN_ENTITY: ['No entity has this id.', 'Ask for the entities again: it may have been removed since.'],
  WW_UNKNOWN_COMPONENT: [
    'The entity has no such component, or no component type has this name.',
    'GET /api/components lists the types; the entity lists what it holds.',
  ],
  WW_UNKNOWN_FIELD: ['The component type has no such field.', 'See the component reference.'],
  WW_UNKNOWN_COMMAND: ['The component type has no such command.', 'See the component reference.'],
  WW_UNKNOWN_WORLD: ['No world of this name runs here.', 'GET /api/worlds lists them.'],
  WW_BAD_VALUE: ['The value does not fit its field.', 'The message names the field and what it expects.'],
  WW_READ_ONLY: ['The field is written by the world itself and cannot be edited.', 'Edit the settings that lead to it, or use a command.'],
  WW_DRIVEN: [
    'The field is driven: a component writes it in each tick, so that an edit would not last.',
    'Disable or remove the component that the message names.',
  ],
  WW_DUPLICATE_ID: ['An entity with this id exists already.', 'Leave the id out to be given a fresh one.'],
  WW_CYCLE: ['An entity cannot become its own descendant.', 'Choose a parent outside of the moved subtree.'],
  WW_INSTANCE: ['An instance follows its source, so that this cannot be done in it.', 'Do it in the source, or unlink the instance first.'],
  WW_INSTANCE_CIRCLE: [
    'A template would hold an instance of itself, directly or within others, which would have no end.',
    'Unlink one of the instances, or place it outside of the template.',
  ],
  WW_COMPONENT_REQUIRED: ['Another component of the entity needs this one.', 'Remove the one that needs it first.'],
  WW_USER_HERE: ['It stands for a user who is here, so no edit takes it away, renames it or gives it to another.', 'It goes by itself when that user leaves.'],
  WW_BAD_PATCH: [
    'The JSON Patch, or what an edit says was there, does not fit what is edited.',
    'The value may have been changed by somebody else: read it again.',
  ],
  WW_NOTHING_TO_UNDO: ['There is no edit of yours to undo.', 'Each author undoes only what they did themselves.'],
  WW_UNDO_BLOCKED: [
    'Others have changed since all that this would take back, so it was left as it is.',
    'Set it by hand, or have them take theirs back; your step waits until then.',
  ],
  WW_NOTHING_TO_REDO: ['There is no undone edit of yours to redo.', 'A new edit clears what could be redone.'],
  WW_NOT_REVERTIBLE: [
    'A change since the world was loaded cannot be taken back as the world is by now; nothing was changed.',
    'The message names what stands in the way, such as a parent that is gone: take that back along with it.',
  ],
  WW_NO_VERSION: [
    'There is no such version of this scene: it is kept no longer, or its file is damaged.',
    '`worldwire versions SCENE` lists those that there are.',
  ],
  WW_FORBIDDEN: ['Your role does not allow this.', 'Ask an Admin of this world for a role that does.'],
  WW_LIMIT: ['A limit of this server is reached.', 'The message names the limit and where it is set.'],
  WW_BAD_QUERY: ['The query cannot be read.', 'The message names the place; the query language is described in docs/queries.md.'],
  WW_SYSTEM_FAILED: [
    'A system threw an error; the rest of its tick went on without it.',
    'The log names the system, and the plugin that has brought it; this is a bug in its code.',
  ],
  WW_PLUGIN_INVALID: [
    'A plugin cannot be loaded, or a component type or a system of it cannot work as it is declared, so no world was opened with it.',
    'The message names it and what was expected; this is a fault of the plugin, or of the program that registers it.',
  ],
  WW_PLUGIN_NOT_FOUND: [
    'There is no module at the path by which a plugin is named, so no world was opened without it.',
    'Check the path: on the command line it counts from the folder that you are in, in a configuration from the folder of that file.',
  ],
  WW_PLUGIN_VERSION: [
    'A plugin is for other versions of Worldwire than this one, so no world was opened with it.',
    'Take a version of the plugin that is for this one, or the version of Worldwire that it names.',
  ],
  WW_PLUGIN_UNCAUGHT: [
    'Code of a plugin has left an error that nothing catches, as in a timer or a promise of its own, so the server ends: nobody knows what is half done.',
    'The message names the plugin and the place; this is a bug in its code. Worlds that are saved on exit are saved. With --threads such an error in a ' +
      "world's thread ends that world alone.",
  ],
  WW_PLUGIN_EXIT: [
    'Code of a plugin has ended the process, as by process.exit, so its worlds ended unsaved.',
    'Take that out of the plugin: one that cannot go on throws, and then the server ends in good order. With --threads what a system of it does ends the ' +
      'thread of its world alone.',
  ],
  WW_PLUGIN_NAME: [
    'A new plugin cannot have this name.',
    'Give it small letters, digits and single dashes, beginning with a letter, and not what is there already: `lamp`, `door-bell`.',
  ],
  WW_PLUGIN_NOT_WRITTEN: [
    'The files of a new plugin could not be written; what was begun has been removed again.',
    'The message names the place and the reason; check space and permissions.',
  ],
  WW_UNKNOWN_EVENT: [
    'A component type was made to tell an event, or something along with it, that it does not declare, so nobody was told.',
    'The message names the plugin, and what is declared; this is a fault of its code.',
  ],
  WW_UNKNOWN_EFFECT: [
    'A system asked for something outside of its world that nothing there carries out, so nothing was done.',
    'The message names the type and those that there are; this is a fault of its code, or of the plugin that the log names.',
  ],
  WW_UNKNOWN_JOB: [
    'A system asked for a job that no plugin here has brought, so it was not done.',
    'List the job under `jobs` of the plugin; the message names it and those that there are.',
  ],
  WW_JOB_FAILED: ['A job that a world asked for was not done, or not to its end.', 'The message says why; what asked for it may ask again.'],
  WW_JOB_LOST: [
    'The process that was doing a job for this world ended before it was done.',
    'What asked for it may ask again; whether it was done nobody knows.',
  ],
  WW_COMMAND_FAILED: [
    'The code of a command threw an error; what it had changed by then stays changed.',
    'The message names the plugin and the command; tell its author. A command that refuses says why, with a code.',
  ],
  WW_REFUSED: ['The component refuses this as things are now; nothing was changed.', 'The message says why, in the words of the component.'],
  WW_FLOW_INVALID: [
    'The graph of a Flow has faults, so nothing of it runs; all else of the world goes on.',
    'The message names the place in the graph and what was expected there; `worldwire check` lists all of them.',
  ],
  WW_FLOW_FUEL: [
    'A chain of a Flow came to no end, so it was ended, and it alone.',
    'The message names the node that it was in, and the one whose value took the fuel there, where that was it. What has to go on for long belongs ' +
      'behind a StartAsyncTask, where loops share out over ticks. Where it says that all flows of the world together have used up their fuel, others come ' +
      'to no end: their LastError says so.',
  ],
  WW_FLOW_TOO_DEEP: [
    'Chains of a Flow began each other, or called each other, without end, so the deepest was ended.',
    'The message names the node. Most often an impulse leads back to where it came from.',
  ],
  WW_FETCH_FAILED: [
    'An HTTP request of a world brought no answer that can be used.',
    'The LastError of the Flow, or the error that the script is handed, says why: the address, the server, or what it answered. Redirects beyond ' +
      'five, answers of more than 1 MiB and those that take longer than 30 s are given up.',
  ],
  WW_NESTED_TOO_DEEP: [
    'Events and edits set each other off, 64 of them within each other, so what they set off was ended there.',
    'The log names the entity and the event or field: let its listener stop at some point, or leave the rest to a later tick.',
  ],
  WW_SCENE_SYNTAX: ['The file is not JSON.', 'The message names line and column.'],
  WW_SCENE_INVALID: ['The scene has faults, so nothing of it was loaded.', 'Mend the places listed; `worldwire check FILE` lists them again.'],
  WW_SCENE_VERSION: ['The scene was written by a newer version of the format.', 'Update Worldwire to open it.'],
  WW_SCENE_UNKNOWN: ['The scene holds parts that this version does not know.', 'They are kept as they are and saved again; nothing acts on them here.'],
  WW_SCENE_IGNORED: ['The scene sets a field that the world writes itself, and that scenes do not hold.', 'What it says there is not used; leave it out.'],
  WW_SCENE_ADVICE: ['The scene holds something that is probably not meant so.', 'The message says what to write instead; as it stands it was taken as it is.'],
  WW_SCENE_NOT_FOUND: ['The scene file cannot be read.', 'Check the path and the permissions.'],
  WW_SAVE_FAILED: ['The world could not be saved; the file on disk is as it was.', 'The message names the reason; check space and permissions.'],
  WW_FILE_NAME: [
    'A world cannot be saved under this name.',
    'Give a name of letters, digits, spaces, dots and dashes that ends in .scene.json, without a folder.',
  ],
  WW_FILE_EXISTS: ['There is a file of this name already, and it is not that of the world.', 'Choose another name, or remove that file first.'],
  WW_FILE_CHANGED: [
    'The file is no longer as this world read or saved it last: another program has changed, replaced or removed it. Nothing was written.',
    'Look at the difference, then take what the file holds (reload), save under another name, or overwrite it.',
  ],
  WW_FILE_IN_USE: [
    'Another world has this scene file open.',
    'End that one, or use a copy of the file. What a crash has left does not stand in the way for longer than a minute.',
  ],
  WW_FILE_READ_ONLY: [
    'The file is read-only, so it was not replaced.',
    'Let it be written again (chmod u+w); a world can be saved under another name instead.',
  ],
  WW_JOURNAL_INVALID: ['No world can be taken up from its journal.', 'The message says why. `--fresh` begins from the scene file; the journal stays as it is.'],
  WW_REPORT_INVALID: ['The report is damaged or no report.', 'The message says what of it; get the file again from who made it.'],
  WW_RECORDING_INVALID: [
    'The recording is damaged or not a recording.',
    'The message names the first record that does not hold, or why the file cannot be read.',
  ],
  WW_REPLAY_DIVERGED: ['The replay ended in another state than the recording.', 'Replay with the version that recorded it; if it was this one, this is a bug.'],
  WW_SNAPSHOT_INVALID: [
    'The snapshot is damaged or of another version.',
    'The message says what is wrong, and where; only one of another version is to be restored with that version.',
  ],
  WW_URL_INVALID: [
    'The URL is not a ws:// or wss:// address.',
    'Write it as ws://host:port/path or wss://host:port/path, without #fragment or user:password@.',
  ],
  WW_HEADER_INVALID: [
    'A header of a handshake or a request, or a subprotocol, cannot be sent.',
    'Use token characters in names, no line breaks in values, and none of the headers of the connection itself.',
  ],
  WW_NOT_OPEN: ['The connection is not open, so nothing was sent.', 'Wait for OnConnected, or look at StateReason.'],
  WW_SEND_BUFFER_FULL: [
    'The message would pass MaxBufferedAmount, so it was not sent.',
    'Send less, wait until BufferedAmount falls, or raise MaxBufferedAmount.',
  ],
  WW_SEND_TOO_LARGE: ['The message is larger than MaxMessageSize, so it was not sent.', 'Split it, or raise MaxMessageSize.'],
  WW_CONNECT_TIMEOUT: [
    'The server did not finish the handshake within ConnectTimeout.',
    'Check that a WebSocket server listens at the URL, or raise ConnectTimeout.',
  ],
  WW_CONNECT_FAILED: ['The connection could not be made.', 'LastError holds the reason of the network.'],
  WW_MACHINE_FULL: [
    'The machine that connects has run out of open files, ports or memory, so the connection waits; the server is not at fault.',
    'LastError names the limit and how it is raised (`ulimit -n` for open files); it is tried again after ConnectRetryInterval.',
  ],
  WW_PROXY: [
    'The proxy that connections go through refused this one, or cannot be reached; the server was not asked.',
    'LastError names the proxy and what it said; `proxy` and `noProxy` in the configuration say what goes through it.',
  ],
  WW_HANDSHAKE_REFUSED: [
    'The server did not make a WebSocket of the connection: it answered the handshake with an HTTP status, or otherwise than it must.',
    'LastError holds its answer and where to look: the path, Protocols and Headers. Redirects are not followed.',
  ],
  WW_TLS: [
    'No secure connection could be agreed on with the server: its certificate was not accepted, or it does not speak TLS at this port.',
    'LastError holds the reason; an authority of your own is listed under `extraCAs` in the configuration.',
  ],
  WW_CONNECTION_LOST: ['The connection ended without a close frame.', 'It is retried after ConnectRetryInterval.'],
  WW_PROTOCOL_ERROR: ['The server broke the WebSocket protocol, so the connection was closed.', 'LastError holds what was wrong with its frames.'],
  WW_MESSAGE_TOO_LARGE: [
    'The server sent a message larger than MaxMessageSize, so the connection was closed.',
    'Raise MaxMessageSize if such messages are expected.',
  ],
  WW_IDLE_TIMEOUT: [
    'The server was silent for IdleTimeout seconds, so the connection was closed.',
    'Raise IdleTimeout, or set it to 0, if silence is expected.',
  ],
  WW_ACCESS_DENIED: [
    'The handling user does not let this world connect to that host and port.',
    'The user can take the refusal back; nothing in the scene can.',
  ],
  WW_ACCESS_WITHDRAWN: [
    'A request was under way as the owner of the machine took back what allowed it, so it was ended.',
    'Whether the server had done by then what it was asked for nobody knows; allow the host and port again, and send it anew.',
  ],
  WW_NO_SANDBOX: ['There is no sandbox that could run scripts here.', 'A program that embeds worlds gives one: createRegistry({ sandbox: quickJs }).'],
  WW_SCRIPT_SYNTAX: [
    'A script cannot be read: it is no program in JavaScript, or holds TypeScript that is more than types.',
    'The message names file, line and column, and what was expected there. Of TypeScript all may be used that can be taken out without changing the rest: ' +
      'no enum, no namespace with code in it, no fields declared in the head of a constructor.',
  ],
  WW_SCRIPT_FILE: [
    'A script names a file that it cannot have.',
    'Files of scripts lie in the folder of the scene or below it, end with .js, .mjs, .ts or .mts, and are named relative to that folder; imports begin ' +
      'with ./ or ../.',
  ],
  WW_SCRIPT_TYPES: [
    'A script in TypeScript does not fit its types, or those of what scripts find. It runs all the same, since types are taken out.',
    'The message is that of the TypeScript compiler, with its code.',
  ],
  WW_SCRIPT_FUEL: [
    'A script used up its fuel in a turn, so what it was doing was stopped; it goes on with its next turn.',
    'LastError names the file and line: have it do less at a time, or share long work out over turns with setTimeout.',
  ],
  WW_SCRIPT_ENDED: [
    'A script was ended: it used up its fuel where nothing can be stopped softly, or its memory.',
    'LastError names the file and line. Mend it there and change the Source, or disable and enable the Script, to begin it anew.',
  ],
  WW_ACCESS_WAITING: ['The host and port are not on the allow list, so an Admin is asked.', 'Answer at the page, or start with --allow-host HOST:PORT.'],
  WW_ADDRESS_NEAR: [
    'The name leads to an address on the machine itself or on a network nearby, and whoever allowed it was not told so.',
    'The handling user is asked again, and told; the owner of the machine can list host and port instead.',
  ],
  WW_AGENT_LOST: [
    'The machine that held the socket has gone, or can no longer be reached.',
    'The connection begins anew when that user is back, or on another machine of theirs.',
  ],
  WW_AGENT_FAULT: ['An agent said what no agent of ours says, so it was put out.', 'Use the version of Worldwire that the server runs.'],
  WW_TAB_SLOW: [
    'A browser tab cannot slow the server down, and more messages waited in it than it holds, so it closed the connection.',
    'Let the user join by the command line, or use a browser that has WebSocketStream.',
  ],
  WW_UNKNOWN_USER: ['Nobody of this user id is here.', 'Look again at who is here: they may have left.'],
  WW_REMOVED: ['You have been removed from this server.', 'Ask an Admin to let you back in.'],
  WW_ADDRESS_REFUSED: [
    'The address is link-local, a cloud metadata service, multicast or reserved.',
    'List it in allowedUrlHosts in so many words if it is meant.',
  ],
  WW_UNAUTHENTICATED: ['The token is missing, wrong or old.', 'Open the URL that the server printed, or send `Authorization: Bearer TOKEN`.'],
  WW_BAD_HOST: [
    'The Host header names a host that this server does not answer for.',
    'Use the printed address, or list the name under `allowedHosts` in the configuration.',
  ],
  WW_BAD_ORIGIN: ['The request comes from a page of another origin.', 'Open the inspector at the printed address, or list the origin under `allowedOrigins`.'],
  WW_RATE_LIMITED: ['Too many requests in a short time.', 'Wait as long as Retry-After says.'],
  WW_TOO_LARGE: ['The message is larger than this door takes.', 'Send it in parts.'],
  WW_NOT_FOUND: ['There is nothing at this address.', 'GET /api/docs lists what there is.'],
  WW_NOT_RECORDED: [
    'Nothing of the past is kept of this world.',
    'Keep a journal, or begin to record it in the Time tab; what happens from then on can be gone back to.',
  ],
  WW_IN_THE_PAST: ['What is shown is the past, which nobody can change.', 'Go back to now, then do it.'],
  WW_CONFIG_INVALID: [
    'The configuration has faults, or the command line asks for what cannot be.',
    'The message names each key or option and what was expected, or why the file cannot be read.',
  ],
  WW_PORT_IN_USE: ['Another program listens on this port.', 'Choose another, by --port of a server or Port of a WebsocketServer, or end the other program.'],
  WW_LISTEN_DENIED: [
    'The owner of the machine does not let worlds listen there.',
    'Start the server with --allow-listen PORT, or list the port under `allowedListenPorts`; addresses that others reach are listed as HOST:PORT.',
  ],
  WW_LISTEN_FAILED: ['The world could not listen on this port.', 'LastError holds the reason of the system.'],
  WW_WORLD_STUCK: [
    'A world that has a thread to itself does not answer: its thread is at something that has no end.',
    'A system or a command of one of its plugins is at fault, as by a loop. Close or reload the world: its thread is ended then, and edits that were not ' +
      'saved are lost.',
  ],
  WW_WORLD_DIED: [
    'The thread of a world has ended, and the world with it; edits that were not saved are lost.',
    'One of its plugins is at fault: it ended the process, used up the memory, or left an error that nothing catches, as the message says. Mend it, then ' +
      'open the world again.',
  ],
  WW_WIRE_VERSION: [
    'The page, or the command line, and the server speak different versions of the wire.',
    'Reload the page; join with the version of Worldwire that the server runs.',
  ],
  WW_STOPPED: ['The server has been stopped.', 'Start it again; the page connects by itself when it is back.'],
  WW_INTERNAL: ['Something failed that should not.', 'The server log holds the details; please report it.'],
} as const satisfies Record<`WW_${string}`, readonly [meaning: string, remedy: string]>;

/** The code of a failure. */
export type ErrorCode = keyof typeof ERRORS;

/** One fault of something that was handed in: where it is, what was expected there, and a sentence for people. */
export interface Fault {
  /** Place inside of what was handed in, as `a/b/0`. */
  readonly path: string;
  readonly expected: string;
  readonly message: string;
  readonly code?: ErrorCode;
  /** `warning` where it stops nothing; absent, it does. */
  readonly level?: 'warning';
  /** Line and column of the file, counted from 1, where it was read from one. */
  readonly line?: number;
  readonly column?: number;
  /** Position in the batch, where the fault belongs to one operation of several. */
  readonly index?: number;
}

/** A coded failure. `faults` lists every place at fault where there can be several. */
export class WorldwireError extends Error {
  readonly code: ErrorCode;
  readonly faults: readonly Fault[];
  constructor(code: ErrorCode, message?: string, faults: readonly Fault[] = []) {
    super(message ?? ERRORS[code][0]);
    this.name = 'WorldwireError';
    this.code = code;
    this.faults = faults;
  }
}
