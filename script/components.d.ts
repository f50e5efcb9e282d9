/* Written by `npm run docs` from the definitions of the components; edit those, not this file. */

declare namespace Worldwire {
  /** Component types, by name. */
  interface Components {
    BoolValue: WorldwireComponents.BoolValue;
    ColorValue: WorldwireComponents.ColorValue;
    Comment: WorldwireComponents.Comment;
    DynamicVariableSpace: WorldwireComponents.DynamicVariableSpace;
    DynamicVariables: WorldwireComponents.DynamicVariables;
    FloatValue: WorldwireComponents.FloatValue;
    Flow: WorldwireComponents.Flow;
    Instance: WorldwireComponents.Instance;
    IntValue: WorldwireComponents.IntValue;
    SavedQueries: WorldwireComponents.SavedQueries;
    SavedSelections: WorldwireComponents.SavedSelections;
    SavedSends: WorldwireComponents.SavedSends;
    Script: WorldwireComponents.Script;
    Spinner: WorldwireComponents.Spinner;
    StringValue: WorldwireComponents.StringValue;
    Transform: WorldwireComponents.Transform;
    UserRoot: WorldwireComponents.UserRoot;
    WebsocketClient: WorldwireComponents.WebsocketClient;
    WebsocketServer: WorldwireComponents.WebsocketServer;
    Wiggler: WorldwireComponents.Wiggler;
  }
  /** What every component has, before its own. */
  interface BaseFields {
    /** Whether it is saved. */
    persistent: boolean;
    /** All components of a lower value are updated before any of a higher, across all types of the world. */
    UpdateOrder: number;
    /** A disabled component is passed over by its system. */
    Enabled: boolean;
  }
}

declare namespace WorldwireComponents {
  /** Holds true or false. */
  interface BoolValue extends Worldwire.BaseFields, Worldwire.Component<{}, {}> {
    /** The value. */
    Value: boolean;
  }

  /** Holds a colour. */
  interface ColorValue extends Worldwire.BaseFields, Worldwire.Component<{}, {}> {
    /** The value: red, green, blue, alpha. */
    Value: Worldwire.Float4;
  }

  /** A note to whoever looks at the entity. */
  interface Comment extends Worldwire.BaseFields, Worldwire.Component<{}, {}> {
    /** The note. */
    Text: string;
  }

  /**
   * Gathers the variables of its entity and of all that hangs below it, by their names and types. A variable belongs to the nearest space above it: `Name`
   * to any that takes such, `Space/Name` to one of that name. Variables of one space, name and type are one: what is written is written to all.
   */
  interface DynamicVariableSpace extends Worldwire.BaseFields, Worldwire.Component<{}, {}> {
    /** Its name, for variables that name their space: `Space/Name`. */
    SpaceName: string;
    /** Whether only variables belong to it that name it; those without the name of a space go to the next one above. */
    OnlyDirectBinding: boolean;
  }

  /** A map of named values, each with its type, for what a scene wants to keep by name. */
  interface DynamicVariables extends Worldwire.BaseFields, Worldwire.Component<{}, {}> {
    /** The values by name, each {"type", "value"}; docs/scenes.md shows one of every type. */
    Variables: { readonly [name: string]: {
      readonly type: "bool";
      readonly value: boolean;
    } | {
      readonly type: "int";
      readonly value: number;
    } | {
      readonly type: "float";
      readonly value: number;
    } | {
      readonly type: "string";
      readonly value: string;
    } | {
      readonly type: "float2";
      readonly value: readonly [number, number];
    } | {
      readonly type: "float3";
      readonly value: readonly [number, number, number];
    } | {
      readonly type: "float4" | "floatQ" | "color";
      readonly value: readonly [number, number, number, number];
    } | {
      readonly type: "entityRef";
      readonly value: null | string;
    } };
  }

  /** Holds a number. */
  interface FloatValue extends Worldwire.BaseFields, Worldwire.Component<{}, {}> {
    /** The value. */
    Value: number;
  }

  /** A graph of nodes that acts in its world: it hears what connections receive, computes, writes, waits and sends. */
  interface Flow extends Worldwire.BaseFields, Worldwire.Component<{
    /** Sets off the impulse of a CallInput or an AsyncCallInput, for whoever gives the command. It runs in the turn of the Flow. */
    readonly Call: {
      /** The id of the node. */
      readonly Node: string;
    };
    /**
     * Sets off one impulse that comes to a node, for whoever gives the command, as a chain that can wait, with nothing in the outputs of other nodes. It
     * runs in the turn of the Flow.
     */
    readonly Impulse: {
      /** The id of the node. */
      readonly Node: string;
      /** Its impulse input, where that is not the node itself: `Reset`, `Operations.2`. */
      readonly Port?: string;
    };
    /** Ends a chain that waits, where it stands. */
    readonly Cancel: {
      /** Its number, as the view `graph` tells it. */
      readonly Chain: number;
    };
  }, {}> {
    /** Its nodes by their ids, each with the wires that end in it; docs/flows.md tells their form. A graph with a fault does not run. */
    Graph: {
      readonly nodes: { readonly [name: string]: {
        readonly type: string;
        readonly in?: { readonly [name: string]: Worldwire.Json };
        readonly then?: { readonly [name: string]: string | readonly string[] };
        readonly refs?: { readonly [name: string]: Worldwire.Json };
        readonly at?: readonly number[];
        readonly text?: string;
        readonly title?: string;
        readonly size?: readonly number[];
        readonly color?: string;
        readonly closed?: boolean;
        readonly frame?: string;
      } };
    };
    /** What its stores hold that are kept with the scene (DataModelValueFieldStore and its like), by the ids of their nodes. */
    readonly Values: { readonly [name: string]: Worldwire.Json };
    /**
     * What is wrong in the graph, so that it does not run; or what ended one of its chains, or failed in one of its nodes, last. Empty where nothing is
     * wrong.
     */
    readonly LastError: string;
    /** Chains that wait in it. */
    readonly Waiting: number;
  }

  /**
   * Makes the entity an instance of its source: it and all that hangs below it follow each edit of the source, but for what is overridden here. Its own
   * are its name, its place, whether it is active, and Position and Rotation of its Transform.
   */
  interface Instance extends Worldwire.BaseFields, Worldwire.Component<{}, {}> {
    /** The entity that this one is an instance of. Placed with the instance; to follow another one, unlink it and place one of that. */
    Source: string | null;
    /**
     * What differs from the source and does not follow it, as marks that edits leave: `Component.Field`, `name`, `+Component`, `-Component`, with `part/` in
     * front for a part, and `part/-` for one that was removed. Taken back, or given to the source, by their own operations.
     */
    Overrides: { readonly [name: string]: true };
  }

  /** Holds a whole number. */
  interface IntValue extends Worldwire.BaseFields, Worldwire.Component<{}, {}> {
    /** The value. */
    Value: number;
  }

  /** Holds queries by names, which the search of the inspector offers. They travel with the scene. */
  interface SavedQueries extends Worldwire.BaseFields, Worldwire.Component<{}, {}> {
    /** What each finds, as the search of the hierarchy takes it: `c:WebsocketClient State!=Open`. Ids in it stay as they are where it is copied. */
    Queries: { readonly [name: string]: string };
  }

  /** Holds selections by names, which the inspector selects again. They travel with the scene. */
  interface SavedSelections extends Worldwire.BaseFields, Worldwire.Component<{}, {}> {
    /** Ids of the entities of each. What was removed is passed over; in a copy of all of it they are those of the copy. */
    Selections: { readonly [name: string]: readonly string[] };
  }

  /** Holds messages that are said to many clients, each its own: by name, with whom they are for and when. They travel with the scene. */
  interface SavedSends extends Worldwire.BaseFields, Worldwire.Component<{
    /** Begins one of the sends now, whether it is on or not. Answers with the number of its run. */
    readonly Send: {
      /** Name of the send. */
      readonly Name: string;
    };
    /** Stops what runs of it; with a name that alone. One that is on begins anew when it is edited, or the component enabled. */
    readonly Stop: {
      /** Name of the send. Absent: all of them. */
      readonly Name?: string;
    };
  }, {}> {
    /**
     * Each with `text` (what is said, with expressions in double braces), `to` (a query or ids of entities), `every` seconds or `at` seconds after it began,
     * `times`, `rate` (messages a second at most), `within` (seconds for an answer), `by` (what tells answers apart) and `on` (it runs by itself).
     */
    Sends: { readonly [name: string]: {
      /** What is said: a text with expressions in double braces (docs/expressions.md). */
      readonly text: string;
      /** A query (docs/queries.md), which finds entities with a WebsocketClient each time anew; empty: all. Or ids of entities. */
      readonly to: string | readonly string[];
      /** Seconds of the world’s time from one round to the next. */
      readonly every?: number;
      /** Seconds of the world’s time after the beginning, one round at each. */
      readonly at?: readonly number[];
      /** Rounds at most, with `every`. Absent: until it is stopped. */
      readonly times?: number;
      /** Messages a second at most. Default 1,000. */
      readonly rate?: number;
      /** Seconds for which an answer is waited for. Default 5. */
      readonly within?: number;
      /** By what answers are told from each other: `text`, `shape` (but for numbers), or a place in JSON, as `$.status`. Default `text`. */
      readonly by?: string;
      /** Runs by itself as long as the component is enabled and its entity active. */
      readonly on?: boolean;
    } };
  }

  /**
   * JavaScript that acts in its world: it reads and writes fields, waits, and opens WebSockets. It runs in a sandbox, and reaches nothing but what
   * docs/scripts.md lists.
   */
  interface Script extends Worldwire.BaseFields, Worldwire.Component<{
    /** Ends the script and begins it anew, as a change of its source does. */
    readonly Restart: { readonly [name: string]: never };
    /**
     * Has the running script run a line of JavaScript in its next turn, as if it stood in it. What that comes to is told in the log, with the script as its
     * source: first `> ` and the line, then `< ` and the value, or the error. Fails where the script does not run.
     */
    readonly Evaluate: {
      /** The line, or several. */
      readonly Code: string;
    };
  }, {}> {
    /**
     * A file with the program, relative to the folder of the scene, as lib/chat.js: .js, .mjs, .ts or .mts. It is watched, and saving it in any editor
     * begins the script anew. Where it is not empty, Source is not run.
     */
    File: string;
    /** The program, in JavaScript. Changing it ends the script and begins the new one; where that has a fault of syntax, the old one runs on. */
    Source: string;
    /** The user whose machine opens its WebSockets, and who is asked whether it may. Default: the machine that runs the world. */
    HandlingUser: Worldwire.UserRef | null;
    /** Why it wants to connect, in words, for the user who is asked; the name of the script stands beside it. */
    AccessReason: string;
    /**
     * Off: it does not run. Running. Failed: its program cannot be read, or ended with an error as it began. Ended: it was stopped for good. LastError says
     * why. Loading: it begins once its files have been read.
     */
    readonly State: "Off" | "Running" | "Failed" | "Ended" | "Loading";
    /** What went wrong last, with file and line; emptied when it begins. */
    readonly LastError: string;
    /** Units of fuel that it took in its last turn. */
    readonly Fuel: number;
    /** Memory that it has taken. In bytes. */
    readonly Memory: number;
    /** WebSockets and WebSocketServers that it has, from the attempt to the end. */
    readonly Sockets: number;
  }

  /**
   * Turns the Transform of its entity by a steady speed about the axes of its parent. The turn follows from the time that has passed, so that it is exact
   * however long it lasts; a changed Speed goes on from where it stands, and several Spinners turn one after the other. A scene file keeps the rotation
   * that it began with.
   */
  interface Spinner extends Worldwire.BaseFields, Worldwire.Component<{}, {}> {
    /** Speed about the x, y and z axis. In °/s. */
    Speed: Worldwire.Float3;
  }

  /** Holds text. */
  interface StringValue extends Worldwire.BaseFields, Worldwire.Component<{}, {}> {
    /** The value. */
    Value: string;
  }

  /** Where the entity is, how it is turned and how large it is, relative to its parent. */
  interface Transform extends Worldwire.BaseFields, Worldwire.Component<{}, {}> {
    /** Position relative to the parent. In m. */
    Position: Worldwire.Float3;
    /** Rotation relative to the parent. */
    Rotation: Worldwire.Float4;
    /** Scale relative to the parent. */
    Scale: Worldwire.Float3;
  }

  /** Marks the entity that stands for a user; what hangs below it is worn by that user. Made when somebody joins, and gone when they leave. */
  interface UserRoot extends Worldwire.BaseFields, Worldwire.Component<{}, {}> {
    /** Whom the entity stands for. */
    User: Worldwire.UserRef | null;
  }

  /** Holds a WebSocket connection to a server, opened on the machine of its handling user, and keeps it open. */
  interface WebsocketClient extends Worldwire.BaseFields, Worldwire.Component<{
    /**
     * Connects now: ends what Disconnect, a dismissed prompt or a wait for the next attempt held back, and asks again after a refusal. Does nothing while it
     * is open or on the way.
     */
    readonly Connect: { readonly [name: string]: never };
    /** Closes the connection and keeps it closed until Connect, re-enabling or a change of URL or HandlingUser. */
    readonly Disconnect: { readonly [name: string]: never };
    /**
     * Sends one message, and answers with its number on this connection, counted from 1. Fails where the connection is not open, the message is larger than
     * MaxMessageSize, or MaxBufferedAmount would be passed. A message that was accepted and does not go out after all (its connection ends first) is told in
     * LastError and the log by that number.
     */
    readonly Send: {
      /** The text, or the bytes as base64 where Binary is true. */
      readonly Data: string;
      /** Whether Data is base64 and goes out as a binary message. Default false. */
      readonly Binary?: boolean;
    };
  }, {
    /** The connection is open. Comes before its first message. */
    readonly OnConnected: {};
    /** The connection has ended; every message received before it has been handed out. Follows every failed attempt and every refusal too. */
    readonly OnDisconnected: {
      /** close code; 1006 where there was no close frame */
      readonly code: number;
      /** why, in words */
      readonly reason: string;
    };
    /** Messages that had been accepted for sending did not go out. Comes as soon as that is known, and before OnDisconnected where the connection ended. */
    readonly OnSendFailed: {
      /** number of the connection in the world's life */
      readonly connection: number;
      /** number of the first of them on its connection, as Send answered it; 0 where that is not known */
      readonly number: number;
      /** how many did not, in a row */
      readonly messages: number;
      /** why, in words */
      readonly reason: string;
    };
    /**
     * A message has been received. The last ones may be handed out in the tick in which the connection has ended already: State says so, and a reply to them
     * fails with WW_NOT_OPEN.
     */
    readonly OnMessage: {
      /** text as a string, binary as a Uint8Array that must not be changed */
      readonly data: string | Uint8Array;
    };
  }> {
    /** Where to connect to: a ws:// or wss:// address without #fragment or user:password@. Changing it closes the connection and starts a new one. */
    URL: string | null;
    /**
     * The user whose machine opens the socket and carries its data; that user is asked for access. Without a machine, the newest one of that user that opens
     * sockets serves; HandlingMachine says which. One that is chosen here is saved, and no other serves. `host` is the server itself. In a browser tab the
     * browser's rules hold: see Headers and IdleTimeout.
     */
    HandlingUser: Worldwire.UserRef | null;
    /** Shown to the handling user when asked to let this connection through. */
    AccessReason: string;
    /**
     * How long after a failed attempt or a lost connection the next attempt begins, in real time. 0 or less: never. A refusal by the user is not retried. In
     * s.
     */
    ConnectRetryInterval: number;
    /** True from open to close. */
    readonly IsConnected: boolean;
    /** Subprotocols to offer, the most wanted first. Changing them starts a new connection. */
    Protocols: readonly string[];
    /**
     * Handshake headers to send. Those of the handshake itself cannot be set. A browser tab cannot send any: there the connection opens without them.
     * Changing them starts a new connection.
     */
    Headers: { readonly [name: string]: string };
    /** How long an attempt may take from start to open, in real time, however slowly the server answers. In s. From 0.1 to 86400. */
    ConnectTimeout: number;
    /**
     * How long the server may be silent before the connection is given up, in real time; any traffic counts, ping and pong too. 0: never. Time in which the
     * machine slept, or this process was stopped, counts for none. Not enforced where the socket is in a browser tab, which sees no pings, so that its
     * silence says nothing. In s. From 0 to 86400.
     */
    IdleTimeout: number;
    /**
     * Whether the server is asked by a ping before it is given up: one, when half of IdleTimeout has gone by in silence, and none where anything came. A
     * server that is well and has nothing to say answers, and the connection stays. The original sends no pings. Of no use where the socket is in a browser
     * tab.
     */
    Keepalive: boolean;
    /** The largest message to receive or send. A larger one received closes the connection; a larger one sent fails. In bytes. From 1 to 1073741824. */
    MaxMessageSize: number;
    /**
     * How much may wait to be sent. A send that would pass it is refused at once (WW_SEND_BUFFER_FULL), and counts as nothing. In bytes. From 1 to
     * 1073741824.
     */
    MaxBufferedAmount: number;
    /** How many received messages are handed out in one tick. More wait in order, and in the end the server is slowed. From 1 to 1000000. */
    MaxMessagesPerTick: number;
    /** Where the connection stands. */
    readonly State: "Idle" | "AwaitingAccess" | "Denied" | "Connecting" | "Open" | "Closing" | "WaitingToRetry";
    /** Why it is not open, in words; empty while it is. */
    readonly StateReason: string;
    /** Code and reason of what went wrong last; emptied when the connection opens. */
    readonly LastError: string;
    /** Close code of the connection that ended last (RFC 6455, section 7.4); 1006 where there was no close frame; 0 before any ended. */
    readonly CloseCode: number;
    /** Reason of the connection that ended last, as the server gave it or in our words. */
    readonly CloseReason: string;
    /** The subprotocol that the server chose; empty if none. */
    readonly NegotiatedProtocol: string;
    /** When the next attempt begins, in real seconds since the world began; 0 when none waits. In s. */
    readonly RetryAt: number;
    /**
     * The machine of the handling user that serves now, or would; empty where none does. It fills itself in; one that is chosen in HandlingUser is the only
     * one that serves.
     */
    readonly HandlingMachine: string;
    /** Messages handed out since the component was added or the world loaded. */
    readonly MessagesReceived: number;
    /**
     * Messages that went out, or wait to (BufferedAmount). One that could not go out after all is taken off again, and LastError and the log name it by its
     * number.
     */
    readonly MessagesSent: number;
    /** Size of the messages handed out; text as UTF-8. In bytes. */
    readonly BytesReceived: number;
    /** Size of the messages that MessagesSent counts; text as UTF-8. In bytes. */
    readonly BytesSent: number;
    /** What of the messages sent the network has not taken yet, as of the beginning of the tick. In bytes. */
    readonly BufferedAmount: number;
  }

  /** Listens for WebSocket clients on the machine that runs the world, on a port that its owner allows, and holds their connections. */
  interface WebsocketServer extends Worldwire.BaseFields, Worldwire.Component<{
    /**
     * Sends one message to one client, and answers with its number on that connection, counted from 1. Fails where the client is not connected, the message
     * is larger than MaxMessageSize, or too much waits already.
     */
    readonly Send: {
      /** Number of the client, as OnClientConnected told it. */
      readonly Client: number;
      /** The text, or the bytes as base64 where Binary is true. */
      readonly Data: string;
      /** Whether Data is base64 and goes out as a binary message. Default false. */
      readonly Binary?: boolean;
    };
    /**
     * Sends one message to every client that is connected, and answers with how many that are. Those that are too far behind for it (MaxBufferedAmount) are
     * closed with 1008.
     */
    readonly Broadcast: {
      /** The text, or the bytes as base64 where Binary is true. */
      readonly Data: string;
      /** Whether Data is base64 and goes out as a binary message. Default false. */
      readonly Binary?: boolean;
    };
    /** Closes the connection of one client. What it has sent before is still handed out. Fails where the client is not connected. */
    readonly Close: {
      /** Number of the client, as OnClientConnected told it. */
      readonly Client: number;
      /** Close code that a close frame may carry. Default 1000. */
      readonly Code?: number;
      /** Reason in the close frame, up to 123 bytes. */
      readonly Reason?: string;
    };
  }, {
    /** A client is connected. Comes before its first message. */
    readonly OnClientConnected: {
      /** number of the client, which no other has in the world's life */
      readonly client: number;
      /** what it asked for, with its query */
      readonly path: string;
      /** the subprotocol that was agreed on; empty if none */
      readonly protocol: string;
      /** where it comes from, as 127.0.0.1:50123 */
      readonly address: string;
    };
    /**
     * A client has sent a message. The last ones may be handed out in the tick in which its connection has ended already; a reply to them fails with
     * WW_NOT_OPEN.
     */
    readonly OnMessage: {
      /** number of the client, which no other has in the world's life */
      readonly client: number;
      /** text as a string, binary as a Uint8Array that must not be changed */
      readonly data: string | Uint8Array;
    };
    /** The connection of a client has ended; every message received before it has been handed out. */
    readonly OnClientDisconnected: {
      /** number of the client, which no other has in the world's life */
      readonly client: number;
      /** close code; 1006 where there was no close frame */
      readonly code: number;
      /** why, in words */
      readonly reason: string;
    };
    /** Messages to a client that had been accepted for sending did not go out. Comes before OnClientDisconnected where the connection ended. */
    readonly OnSendFailed: {
      /** number of the client, which no other has in the world's life */
      readonly client: number;
      /** number of the first of them on its connection, as Send answered it; 0 where that is not known */
      readonly number: number;
      /** how many did not, in a row */
      readonly messages: number;
      /** why, in words */
      readonly reason: string;
    };
  }> {
    /**
     * The port to listen on. 0: any that is free; URL says which. The owner of the machine allows ports by --allow-listen or allowedListenPorts. Changing it
     * closes every client and listens anew. From 0 to 65535.
     */
    Port: number;
    /**
     * The IP address to listen at. 127.0.0.1 is reached from this machine alone; 0.0.0.0 or :: from wherever the machine is reached, where its owner has
     * listed that. Changing it closes every client and listens anew.
     */
    Host: string;
    /** The one path at which clients are let in, without their query. Empty: at any. Clients that are here stay when it changes. */
    Path: string;
    /**
     * Subprotocols that it speaks, the most wanted first: the first that a client offers too is agreed on. With any, clients that offer none of them are
     * turned away.
     */
    Protocols: readonly string[];
    /**
     * Origins whose pages may connect from a browser, as https://example.com; * lets every page of every site in. Without any, no page may. Programs that
     * are no browsers send no origin, and need none.
     */
    AllowedOrigins: readonly string[];
    /** How long after it could not listen, as on a port that is taken, it is tried again, in real time. 0 or less: never. In s. */
    RetryInterval: number;
    /** How many clients there may be at a time. Who comes past that is turned away with 503. From 1 to 65535. */
    MaxClients: number;
    /**
     * The largest message to receive or send. A client that sends a larger one is closed with 1009; a larger one to send is refused. In bytes. From 1 to
     * 1073741824.
     */
    MaxMessageSize: number;
    /**
     * How much may wait to be sent to one client. A Send that would pass it is refused at once (WW_SEND_BUFFER_FULL); a Broadcast closes the clients that
     * are so far behind with 1008, since they would miss a message and never know. All clients together may have 256 MiB waiting. In bytes. From 1 to
     * 1073741824.
     */
    MaxBufferedAmount: number;
    /**
     * A client that has been silent for so long is asked by a ping, and closed when nothing at all has come of it for as long again, in real time. Every
     * WebSocket library and browser answers pings by itself. 0: clients may be silent for ever. In s. From 0 to 86400.
     */
    PingInterval: number;
    /** True while clients are let in. */
    readonly IsListening: boolean;
    /** Where clients connect to while it listens, with the port that was taken; else empty. */
    readonly URL: string;
    /** Clients that are connected now. */
    readonly ClientCount: number;
    /** Where listening stands. */
    readonly State: "Idle" | "Starting" | "Listening" | "WaitingToRetry";
    /** Why it does not listen, in words; empty while it does. */
    readonly StateReason: string;
    /** Code and reason of why it could not listen; emptied when it listens. */
    readonly LastError: string;
    /** When it is tried again, in real seconds since the world began; 0 when nothing waits. In s. */
    readonly RetryAt: number;
    /** Messages of all clients handed out since the component was added or the world loaded. */
    readonly MessagesReceived: number;
    /** Messages to all clients that went out, or wait to. One that could not go out after all is taken off again. */
    readonly MessagesSent: number;
    /** Size of the messages handed out; text as UTF-8. In bytes. */
    readonly BytesReceived: number;
    /** Size of the messages that MessagesSent counts; text as UTF-8. In bytes. */
    readonly BytesSent: number;
    /** What of the messages sent the network has not taken yet, for all clients, as of the beginning of the tick. In bytes. */
    readonly BufferedAmount: number;
  }

  /**
   * Swings the Transform of its entity about its three axes, each as a sine of its own speed, by the world’s time. A scene file keeps the rotation that
   * was there before.
   */
  interface Wiggler extends Worldwire.BaseFields, Worldwire.Component<{}, {}> {
    /** How far it swings to either side, by axis. In °. */
    Magnitude: Worldwire.Float3;
    /** Swings a second, by axis. In Hz. */
    Speed: Worldwire.Float3;
    /** How far into a swing it begins, by axis; 0.5 is the opposite. In turns. */
    Offset: Worldwire.Float3;
  }
}
